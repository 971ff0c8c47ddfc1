package org.qantara.app.settings;

/** What one process runs. */
public enum Role {
    /** Engine and DPP in one process under one web server. */
    ALL,
    /** Inbox, pipeline and delivery; the DPP is reached by URL. */
    ENGINE,
    /** The repository alone. */
    DPP;

    /** True when this process accepts messages. */
    public boolean runsEngine() {
        return this != DPP;
    }

    /** True when this process holds the record. */
    public boolean runsDpp() {
        return this != ENGINE;
    }
}
