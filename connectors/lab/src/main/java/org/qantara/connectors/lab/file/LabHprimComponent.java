package org.qantara.connectors.lab.file;

/** HPRIM Santé by folder: {@code lab-hprim:FOLDER} picks up {@code NAME.hpr} when {@code NAME.ok} is there. */
public class LabHprimComponent extends LabFileComponent {
    @Override
    protected void presets(LabFileEndpoint endpoint) {
        endpoint.setFormat(FileFormat.hprim);
        endpoint.setPattern("(?i).*\\.hpr");
        endpoint.setReady("ok");
    }
}
