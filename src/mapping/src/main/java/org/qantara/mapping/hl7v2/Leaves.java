package org.qantara.mapping.hl7v2;

import org.qantara.mapping.source.SourceDocument;
import org.qantara.mapping.source.SourceDocument.LeafVisitor;

/** Walks the valued leaves of a segment in one pass over its bytes. Belongs to one walk. */
final class Leaves {
    private final byte[] body;
    private final Delimiters delimiters;
    private final LeafVisitor visitor;

    Leaves(byte[] body, Delimiters delimiters, LeafVisitor visitor) {
        this.body = body;
        this.delimiters = delimiters;
        this.visitor = visitor;
    }

    /** A field that is split into repetitions, components and sub-components: bytes {@code from} to before {@code to}. */
    void field(int segment, int field, int from, int to) {
        int component = 1;
        int sub = 1;
        boolean composite = false;
        boolean known = false; // whether 'composite' has been found out for this repetition
        int begin = from;
        for (int i = from; i <= to; i++) {
            byte b = i < to ? body[i] : delimiters.repetition();
            boolean repetition = i == to || b == delimiters.repetition();
            boolean ofComponent = !repetition && b == delimiters.component();
            if (!repetition && !ofComponent && b != delimiters.subComponent()) {
                continue;
            }
            if (isValued(begin, i)) {
                if (!known) {
                    composite = component > 1 || isComposite(i, to);
                    known = true;
                }
                boolean split = sub > 1 || !repetition && !ofComponent;
                visitor.leaf(segment, field, composite ? component : 0, split ? sub : 0, Hl7Message.leaf(begin, i));
            }
            begin = i + 1;
            sub = repetition || ofComponent ? 1 : sub + 1;
            component = repetition ? 1 : ofComponent ? component + 1 : component;
            known &= !repetition;
        }
    }

    /** Whether a component ends here or later in the repetition. */
    private boolean isComposite(int from, int to) {
        for (int i = from; i < to && body[i] != delimiters.repetition(); i++) {
            if (body[i] == delimiters.component()) {
                return true;
            }
        }
        return false;
    }

    /** Something other than blanks and the null {@code ""}. */
    private boolean isValued(int from, int to) {
        if (to - from == 2 && body[from] == '"' && body[from + 1] == '"') {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (body[i] != ' ') {
                return true;
            }
        }
        return false;
    }

    /** A field that is never split. */
    void whole(int segment, int field, long node, SourceDocument document) {
        if (document.valued(node)) {
            visitor.leaf(segment, field, 0, 0, node);
        }
    }
}
