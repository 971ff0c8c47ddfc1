package org.qantara.mapping.dicom;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.source.SourceDocument;

/**
 * One dataset in DICOM JSON. The only record is the dataset; a field's number is its tag; values and items are repetitions.
 *
 * <p>Person names have the parts of PS3.5 6.2.1.2 (family, given, middle, prefix, suffix) of their alphabetic group, else of the
 * ideographic one. Positions are those of the values in the JSON text. Immutable.
 */
public final class DicomDocument implements SourceDocument {
    /** A value, an item or an element. */
    private record Node(int start, int end, @Nullable String text, @Nullable Map<Integer, Element> item, int tag) {}

    /** An attribute with the numbers of its values. */
    private record Element(int node, List<Integer> values) {}

    private final byte[] body;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<Integer, Element> dataset;

    private DicomDocument(byte[] body, JsonScanner.Value root) throws JsonScanner.Malformed {
        this.body = body;
        this.dataset = dataset(root);
    }

    /** Reads a dataset: an object, or an array whose first item is one. */
    public static DicomDocument read(byte[] body) throws JsonScanner.Malformed {
        JsonScanner.Value root = JsonScanner.read(body);
        JsonScanner.Value one =
                root.items() != null && !root.items().isEmpty() ? root.items().get(0) : root;
        if (one.members() == null) {
            throw new JsonScanner.Malformed(root.start(), "expected a dataset {\"00080018\": ...}");
        }
        return new DicomDocument(body, one);
    }

    private Map<Integer, Element> dataset(JsonScanner.Value object) throws JsonScanner.Malformed {
        Map<Integer, Element> elements = new LinkedHashMap<>();
        Map<String, JsonScanner.Value> members = object.members();
        if (members == null) {
            return elements;
        }
        for (Map.Entry<String, JsonScanner.Value> member : members.entrySet()) {
            if (!member.getKey().matches("[0-9A-Fa-f]{8}")) {
                throw new JsonScanner.Malformed(
                        member.getValue().start(), "'" + member.getKey() + "' is no tag of eight hexadecimal digits");
            }
            int tag = Integer.parseUnsignedInt(member.getKey(), 16);
            elements.put(tag, element(tag, member.getValue()));
        }
        return elements;
    }

    private Element element(int tag, JsonScanner.Value value) throws JsonScanner.Malformed {
        List<Integer> values = new ArrayList<>();
        int node = nodes.size();
        nodes.add(new Node(value.start(), value.end(), null, null, tag));
        JsonScanner.Value list =
                value.members() == null ? null : value.members().get("Value");
        List<JsonScanner.Value> items = list == null ? null : list.items();
        if (items == null) {
            // bytes in Base64 (PS3.18 F.2.7): what a document's attachment takes as they are
            JsonScanner.Value binary =
                    value.members() == null ? null : value.members().get("InlineBinary");
            if (binary != null && binary.text() != null) {
                add(values, new Node(binary.start(), binary.end(), binary.text(), null, tag));
            }
            return new Element(node, values);
        }
        for (JsonScanner.Value item : items) {
            Map<String, JsonScanner.Value> members = item.members();
            if (members == null) {
                add(values, new Node(item.start(), item.end(), item.text(), null, tag));
            } else if (members.containsKey("Alphabetic")
                    || members.containsKey("Ideographic")
                    || members.containsKey("Phonetic")) {
                JsonScanner.Value name = members.values().iterator().next();
                add(values, new Node(name.start(), name.end(), name.text(), null, tag));
            } else {
                int number = nodes.size();
                nodes.add(new Node(item.start(), item.end(), null, Map.of(), tag));
                nodes.set(number, new Node(item.start(), item.end(), null, dataset(item), tag));
                values.add(number);
            }
        }
        return new Element(node, values);
    }

    private void add(List<Integer> values, Node node) {
        values.add(nodes.size());
        nodes.add(node);
    }

    /** A node number with the part of a person name (0: whole) and, for an element, its mark. */
    private static long pack(int node, int part, boolean element) {
        return (long) node << 8 | (long) part << 1 | (element ? 1 : 0);
    }

    private Node node(long packed) {
        return nodes.get((int) (packed >>> 8));
    }

    private static int namePart(long packed) {
        return (int) (packed >>> 1 & 127);
    }

    @Override
    public int records() {
        return 1;
    }

    @Override
    public String name(int record) {
        return "Study";
    }

    @Override
    public long field(int record, int number) {
        return at(dataset, number);
    }

    private static long at(Map<Integer, Element> elements, int tag) {
        Element element = elements.get(tag);
        return element == null || element.values().isEmpty() ? NONE : pack(element.node(), 0, true);
    }

    @Override
    public long firstRepetition(long field) {
        return field == NONE || (field & 1) == 0 ? field : pack((int) (field >>> 8) + 1, 0, false);
    }

    @Override
    public long nextRepetition(long field, long repetition) {
        if (field == NONE || (field & 1) == 0) {
            return NONE;
        }
        Node element = node(field);
        for (int n = (int) (repetition >>> 8) + 1;
                n < nodes.size() && nodes.get(n).start() < element.end();
                n++) {
            if (nodes.get(n).start() > node(repetition).end() && nodes.get(n).tag() == element.tag()) {
                return pack(n, 0, false);
            }
        }
        return NONE;
    }

    @Override
    public long part(long node, int number) {
        if (node == NONE) {
            return NONE;
        }
        long value = firstRepetition(node);
        Node at = node(value);
        if (at.item() != null) {
            return at(at.item(), number);
        }
        if (at.text() == null) {
            return NONE;
        }
        if (namePart(value) > 0 || at.text().indexOf('^') < 0) {
            return number == 1 ? value : NONE;
        }
        return at.text().split("\\^", -1).length < number ? NONE : pack((int) (value >>> 8), number, false);
    }

    @Override
    public boolean partsRepeat() {
        return true;
    }

    @Override
    public boolean valued(long node) {
        return node != NONE && (node(firstRepetition(node)).item() != null || text(node) != null);
    }

    @Override
    public boolean isNull(long node) {
        return false;
    }

    @Override
    public @Nullable String text(long node) {
        if (node == NONE) {
            return null;
        }
        long value = firstRepetition(node);
        String text = node(value).text();
        if (text != null && namePart(value) > 0) {
            text = text.split("\\^", -1)[namePart(value) - 1];
        }
        String trimmed = text == null ? "" : text.trim();
        return trimmed.isEmpty() ? null : trimmed;
    }

    @Override
    public int start(long node) {
        return node == NONE ? 0 : node(node).start();
    }

    @Override
    public int end(long node) {
        return node == NONE ? 0 : node(node).end();
    }

    @Override
    public String path(int record, int field) {
        return "Study-" + String.format("%08X", field);
    }

    @Override
    public String where(long node) {
        return node == NONE ? "" : tag(node(node).tag());
    }

    private static String tag(int tag) {
        return String.format("(%04X,%04X)", tag >>> 16, tag & 0xFFFF);
    }

    @Override
    public String whereByte(int offset) {
        for (int n = nodes.size() - 1; n >= 0; n--) {
            if (nodes.get(n).start() <= offset && offset <= nodes.get(n).end()) {
                return tag(nodes.get(n).tag());
            }
        }
        return "";
    }

    @Override
    public String whereRecord(int record) {
        return record < 0 ? "" : "dataset";
    }

    @Override
    public void leaves(LeafVisitor visitor) {
        for (int n = 0; n < nodes.size(); n++) {
            if (nodes.get(n).text() != null && text(pack(n, 0, false)) != null) {
                visitor.leaf(0, nodes.get(n).tag(), 0, 0, pack(n, 0, false));
            }
        }
    }

    @Override
    public byte[] bytes() {
        return body;
    }
}
