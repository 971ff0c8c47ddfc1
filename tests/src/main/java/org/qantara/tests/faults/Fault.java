package org.qantara.tests.faults;

/** Something that goes wrong on a scene, for a while. */
interface Fault {
    /** How it stands in the table. */
    String label();

    /** It goes wrong. */
    void begin(Scene scene) throws Exception;

    /** What was broken is whole again, as far as the outside can make it so; the engine has to come back by itself. */
    void end(Scene scene) throws Exception;

    /** Two at once: the second begins and ends while the first lasts. */
    static Fault pair(Fault outer, Fault inner) {
        return new Fault() {
            @Override
            public String label() {
                return outer.label() + " + " + inner.label();
            }

            @Override
            public void begin(Scene scene) throws Exception {
                outer.begin(scene);
                inner.begin(scene);
            }

            @Override
            public void end(Scene scene) throws Exception {
                inner.end(scene);
                outer.end(scene);
            }
        };
    }
}
