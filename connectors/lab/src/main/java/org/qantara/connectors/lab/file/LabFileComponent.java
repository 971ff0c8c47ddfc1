package org.qantara.connectors.lab.file;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.util.URISupport;

/**
 * Message files by folder: {@code lab-file:FOLDER?format=csv}, {@code lab-file:sftp:user@host/FOLDER?format=hprim}. Options that
 * are not this component's own are Camel's, for its file, sftp or ftps component.
 */
public class LabFileComponent extends DefaultComponent {
    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        LabFileEndpoint endpoint = new LabFileEndpoint(uri, this, place(remaining));
        presets(endpoint);
        setProperties(endpoint, parameters);
        Map<String, Object> camels = new LinkedHashMap<>(endpoint.camelOptions());
        camels.putAll(parameters);
        parameters.clear();
        String query = URISupport.createQueryString(camels);
        Endpoint camel = getCamelContext().getEndpoint(transport(remaining) + (query.isEmpty() ? "" : "?" + query));
        if (!(camel instanceof GenericFileEndpoint<?> files))
            throw new IllegalArgumentException("lab-file:" + endpoint.place() + ": expected a folder, sftp: or ftps:");
        endpoint.setFiles(files);
        return endpoint;
    }

    /** What a scheme that stands for one format sets before the options of the route. */
    protected void presets(LabFileEndpoint endpoint) {}

    private static String transport(String remaining) {
        return remaining.matches("(file|sftp|ftps):.*") ? remaining : "file:" + remaining;
    }

    /** The place for people and headers: without user and password. */
    private static String place(String remaining) {
        return transport(remaining).replaceFirst("//+", "").replaceFirst(":[^/@]*@", ":");
    }
}
