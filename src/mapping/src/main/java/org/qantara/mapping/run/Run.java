package org.qantara.mapping.run;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.Facility;
import org.qantara.mapping.Issue;
import org.qantara.mapping.KnownPatients;
import org.qantara.mapping.SourceMessage;
import org.qantara.mapping.UnmappedCode;
import org.qantara.mapping.source.SourceDocument;

/** The state of mapping one message: what was read, made and found. Not safe for several threads. */
public final class Run {
    private static final int ISSUES_MAX = 1000;
    private static final Set<String> TIMES = Set.of("date", "dateTime", "instant", "time");
    private final SourceDocument document;
    private final Facility facility;
    private final @Nullable Trace trace;
    private final BitSet consumed = new BitSet();
    private final List<Issue> issues = new ArrayList<>();
    private final Set<UnmappedCode> codes = new LinkedHashSet<>();
    private final Set<String> links = new HashSet<>();
    private final Map<String, List<Origin.Span>> keys = new HashMap<>();
    private final Resources resources = new Resources(this);
    private Map<String, Issue.Severity> severities;
    private final Fhir fhir;
    private final List<Unusable> unusable = new ArrayList<>(0);
    private @Nullable SourceMessage message;
    private int lastRead = -1;

    /**
     * @param lineage whether values keep where they come from
     * @param fhir types that the runner itself needs
     * @param severities what issue codes do; those not named are warnings
     */
    public Run(
            SourceDocument document,
            Facility facility,
            boolean lineage,
            Fhir fhir,
            Map<String, Issue.Severity> severities) {
        this.document = document;
        this.facility = facility;
        this.trace = lineage ? new Trace() : null;
        this.severities = severities;
        this.fhir = fhir;
    }

    /** Tells what the message came with beside its bytes. */
    Run of(SourceMessage source) {
        this.message = source;
        return this;
    }

    /** Whose sample or order a number is; nobody's where a part of a message is mapped alone. */
    KnownPatients known() {
        return message == null ? KnownPatients.NONE : message.known();
    }

    /** When the last byte arrived; null where a part of a message is mapped alone. */
    @Nullable
    OffsetDateTime receivedAt() {
        return message == null ? null : message.receivedAt();
    }

    /** Of the message; null where a part of a message is mapped alone. */
    @Nullable
    String format() {
        return message == null ? null : message.format();
    }

    Fhir fhir() {
        return fhir;
    }

    public SourceDocument document() {
        return document;
    }

    public Facility facility() {
        return facility;
    }

    @Nullable
    Trace trace() {
        return trace;
    }

    public Resources resources() {
        return resources;
    }

    public List<Issue> issues() {
        return issues;
    }

    /** References that the message map has made: target, slot, source. */
    Set<String> links() {
        return links;
    }

    /** Notes what the id of a resource was made of. */
    void key(String reference, List<Origin.Span> spans) {
        keys.putIfAbsent(reference, spans);
    }

    /** What the id of a resource was made of; empty when lineage is off. */
    List<Origin.Span> keySpans(String reference) {
        return keys.getOrDefault(reference, List.of());
    }

    /** Codes that a table has no row for. */
    public Set<UnmappedCode> codes() {
        return codes;
    }

    void unmapped(UnmappedCode code) {
        if (codes.size() < ISSUES_MAX) {
            codes.add(code);
        }
    }

    /** Bytes at which leaves start that something read. */
    public BitSet consumed() {
        return consumed;
    }

    /** Reads a leaf: every read of a value goes through here. */
    @Nullable
    String read(long node) {
        if (node == SourceDocument.NONE) {
            return null;
        }
        int start = document.start(node);
        consumed.set(start);
        lastRead = start;
        String text = document.text(node);
        if (trace != null && text != null) {
            trace.read(start, document.end(node));
        }
        return text;
    }

    /** First byte of the leaf that was read last, -1 for none. */
    int lastRead() {
        return lastRead;
    }

    void lastRead(int start) {
        lastRead = start;
    }

    /** The place of the leaf that starts at a byte, for issues; empty for -1. */
    String where(int start) {
        return start < 0 ? "" : document.whereByte(start);
    }

    /** Marks all bytes of a node as read: it was taken whole. */
    void readWhole(long node) {
        if (node != SourceDocument.NONE) {
            consumed.set(document.start(node), Math.max(document.start(node) + 1, document.end(node)));
        }
    }

    /** Takes over what a layer says that issues do. */
    void severities(Map<String, Issue.Severity> ofLayer) {
        severities = ofLayer;
    }

    /** A time that the message has and FHIR cannot say. */
    private record Unusable(FhirObject target, Place place, FhirPrimitive absent) {}

    /** Notes an element whose value could not be used; another rule may still fill it. */
    void unusable(FhirObject target, Place place) {
        if (TIMES.contains(place.type().name()) && unusable.size() < ISSUES_MAX) {
            FhirPrimitive absent = new FhirPrimitive(null, null);
            absent.extension(fhir.dataAbsent(this, "error"));
            unusable.add(new Unusable(target, place, absent));
        }
    }

    /** Says of times that stayed empty that there was one: month 13 is not the same as no date. */
    void markUnusable() {
        for (Unusable one : unusable) {
            if (one.place().vacant(one.target())) {
                one.place().write(this, one.target(), one.absent(), true);
            }
        }
        unusable.clear();
    }

    /** Reports an issue once; its severity comes from the table of codes. */
    public void issue(String code, String where, String message) {
        Issue issue = new Issue(code, severities.getOrDefault(code, Issue.Severity.WARNING), where, message);
        if (issues.size() < ISSUES_MAX && !issues.contains(issue)) {
            issues.add(issue);
        }
    }
}
