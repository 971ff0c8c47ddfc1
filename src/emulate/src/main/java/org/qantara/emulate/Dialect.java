package org.qantara.emulate;

/** How an emulated analyser frames and delimits its messages. */
public enum Dialect {
    /** Roche cobas: one text cut at 240 characters, wherever that falls. */
    COBAS(true, true, false, false, 240, "|\\^&"),
    /** Sysmex XN: a frame per record. */
    SYSMEX(true, true, false, true, 240, "|\\^&"),
    /** Snibe MAGLUMI: one frame without number and checksum. */
    MAGLUMI(false, false, false, false, 60_000, "|\\^&"),
    /** Cepheid GeneXpert: own delimiters, frame numbers go on counting, frames cut inside fields. */
    GENEXPERT(true, true, true, false, 240, "|@^\\");

    final boolean numbered;
    final boolean checksum;
    final boolean goesOnCounting;
    final boolean framePerRecord;
    final int textMax;
    final String delimiters;

    Dialect(
            boolean numbered,
            boolean checksum,
            boolean goesOnCounting,
            boolean framePerRecord,
            int textMax,
            String delimiters) {
        this.numbered = numbered;
        this.checksum = checksum;
        this.goesOnCounting = goesOnCounting;
        this.framePerRecord = framePerRecord;
        this.textMax = textMax;
        this.delimiters = delimiters;
    }

    /** The profile of the engine that is meant for this analyser. */
    public String profile() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    private String field() {
        return delimiters.substring(0, 1);
    }

    private String component() {
        return delimiters.substring(2, 3);
    }

    /** A result message: sample id and as many results as values. */
    public String results(String analyser, String sample, String... values) {
        String f = field();
        StringBuilder message =
                new StringBuilder("H" + delimiters + f.repeat(3) + analyser + f.repeat(7) + "P" + f + "1\r");
        message.append("P" + f + "1\r");
        message.append("O" + f + "1" + f + sample + f + f + component().repeat(3) + "GLU" + f + "R\r");
        for (int i = 0; i < values.length; i++)
            message.append("R" + f + (i + 1) + f + component().repeat(3) + "GLU" + f + values[i] + f + "mmol/L" + f + f
                    + "N" + f + f + "F\r");
        return message.append("L" + f + "1" + f + "N\r").toString();
    }

    /** Delimiters as the header declares them: field, repetition, component, escape. */
    String delimiters() {
        return delimiters;
    }

    /** A host query for the orders of one sample. */
    public String query(String analyser, String sample) {
        String f = field();
        return "H" + delimiters + f.repeat(3) + analyser + f.repeat(7) + "P" + f + "1\r" + "Q" + f + "1" + f
                + component() + sample + f + f + component().repeat(3) + "ALL\r" + "L" + f + "1" + f + "N\r";
    }
}
