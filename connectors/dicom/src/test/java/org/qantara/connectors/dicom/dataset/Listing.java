package org.qantara.connectors.dicom.dataset;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A data set as lines {@code path|VR|value}, the form in which pydicom_list.py tells what pydicom reads. */
final class Listing {
    private Listing() {}

    static List<String> of(Dataset dataset) {
        List<String> lines = new ArrayList<>();
        walk(dataset, "", lines);
        return lines;
    }

    private static void walk(Dataset dataset, String path, List<String> lines) {
        for (Element element : dataset.elements()) {
            String here = path + Tag.hex(element.tag());
            if (element.value() instanceof Value.Items items) {
                lines.add(here + "|SQ|" + items.items().size());
                for (int i = 0; i < items.items().size(); i++) {
                    walk(items.items().get(i), here + "[" + i + "].", lines);
                }
            } else {
                lines.add(here + "|" + element.vr() + "|" + value(dataset, element));
            }
        }
    }

    private static String value(Dataset dataset, Element element) {
        if (element.value() instanceof Value.Bulk bulk) {
            return "#" + bulk.length();
        }
        if (element.value() instanceof Value.Fragments fragments) {
            return "#" + (fragments.length() - 8); // pydicom counts without the delimiter
        }
        byte[] bytes = ((Value.Bytes) element.value()).bytes();
        return switch (element.vr().kind()) {
            case NUMBER -> numbers(element, bytes);
            case BYTES, SEQUENCE -> bytes.length == 0 ? "" : "#" + bytes.length;
            default ->
                String.join("\\", dataset.strings(element.tag()))
                        .replace("\r", "\\r")
                        .replace("\n", "\\n");
        };
    }

    private static String numbers(Element element, byte[] bytes) {
        ByteBuffer in =
                ByteBuffer.wrap(bytes).order(element.bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        List<String> numbers = new ArrayList<>();
        while (in.remaining() >= element.vr().width()) {
            numbers.add(
                    switch (element.vr()) {
                        case US -> Integer.toString(in.getShort() & 0xFFFF);
                        case SS -> Short.toString(in.getShort());
                        case UL -> Long.toString(in.getInt() & 0xFFFFFFFFL);
                        case SL -> Integer.toString(in.getInt());
                        case FL -> real(in.getFloat());
                        case FD -> real(in.getDouble());
                        case AT -> "%04X%04X".formatted(in.getShort() & 0xFFFF, in.getShort() & 0xFFFF);
                        default -> Long.toString(in.getLong());
                    });
        }
        return String.join("\\", numbers);
    }

    /** As Python's %.6g. */
    private static String real(double number) {
        if (number == 0) {
            return "0";
        }
        String scientific = String.format(Locale.ROOT, "%.5e", number);
        int exponent = Integer.parseInt(scientific.substring(scientific.indexOf('e') + 1));
        if (exponent < -4 || exponent >= 6) {
            String mantissa = scientific.substring(0, scientific.indexOf('e'));
            return zeros(mantissa) + (exponent < 0 ? "e-" : "e+") + String.format("%02d", Math.abs(exponent));
        }
        return zeros(String.format(Locale.ROOT, "%." + (5 - exponent) + "f", number));
    }

    private static String zeros(String decimal) {
        return decimal.contains(".") ? decimal.replaceAll("0+$", "").replaceAll("\\.$", "") : decimal;
    }
}
