package org.qantara.tests.bench.ingest;

import org.qantara.mapping.MappedBundle;

/** How a mapped message is sent. */
enum Shape {
    /** As the engine sends it. */
    ENGINE("as the engine sends it") {
        @Override
        byte[] json(MappedBundle bundle, String metaSource) {
            return bundle.json(metaSource);
        }
    },
    /** As a client sends it that leaves ids to the server. */
    CONDITIONAL("conditional requests, ids by the server") {
        @Override
        byte[] json(MappedBundle bundle, String metaSource) {
            return PlainBundle.of(bundle, metaSource);
        }
    };

    final String words;

    Shape(String words) {
        this.words = words;
    }

    abstract byte[] json(MappedBundle bundle, String metaSource);
}
