package org.qantara.mapping.expected;

import ca.uhn.fhir.fhirpath.IFhirPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Bundle;
import org.qantara.mapping.R4Validator;

/** The facts of a Bundle that do not depend on a project's conventions: names, numbers, codes, values, units, status, dates. */
final class Facts {
    /** Projections by name. Texts are compared without case and blanks, times by their day, telephone numbers by their last digits. */
    private static final Map<String, String> PATHS = new LinkedHashMap<>();

    static {
        patient();
        care();
        results();
    }

    private Facts() {}

    private static void patient() {
        put("Patient.name.family", "Patient", "name.family");
        put("Patient.name.given", "Patient", "name.given");
        put("Patient.birthDate", "Patient", "birthDate");
        put("Patient.gender", "Patient", "gender");
        put("Patient.identifier", "Patient", "identifier.value");
        put("Patient.telecom", "Patient", "telecom.value");
        put("Patient.address.city", "Patient", "address.city");
        put("Patient.address.postalCode", "Patient", "address.postalCode");
        put("Patient.deceased", "Patient", "deceased");
    }

    private static void care() {
        put("Encounter.identifier", "Encounter", "identifier.value");
        put("Encounter.class", "Encounter", "class.code");
        put("Encounter.period.start", "Encounter", "period.start");
        put("AllergyIntolerance.code", "AllergyIntolerance", "code.coding.code");
        put("Condition.code", "Condition", "code.coding.code");
        put("Procedure.code", "Procedure", "code.coding.code");
        put("Immunization.vaccineCode", "Immunization", "vaccineCode.coding.code");
        put("Immunization.lotNumber", "Immunization", "lotNumber");
        put("Immunization.status", "Immunization", "status");
        put("Appointment.status", "Appointment", "status");
        put("DocumentReference.type", "DocumentReference", "type.coding.code");
        put("Practitioner.name.family", "Practitioner", "name.family");
    }

    private static void results() {
        put("Observation.code", "Observation", "code.coding.code");
        put("Observation.status", "Observation", "status");
        put("Observation.value.quantity", "Observation", "value.ofType(Quantity).value");
        put("Observation.value.unit", "Observation", "value.ofType(Quantity).unit");
        put("Observation.value.code", "Observation", "value.ofType(CodeableConcept).coding.code");
        put("Observation.value.string", "Observation", "value.ofType(string)");
        put("Observation.effective", "Observation", "effective.ofType(dateTime)");
        put("Observation.interpretation", "Observation", "interpretation.coding.code");
        put("DiagnosticReport.code", "DiagnosticReport", "code.coding.code");
        put("DiagnosticReport.status", "DiagnosticReport", "status");
        put("ServiceRequest.code", "ServiceRequest", "code.coding.code");
        put("ServiceRequest.identifier", "ServiceRequest", "identifier.value");
        put("Specimen.type", "Specimen", "type.coding.code");
    }

    private static void put(String name, String type, String path) {
        PATHS.put(name, "Bundle.entry.resource.ofType(" + type + ")." + path);
    }

    /** The distinct values of each projection that has one. */
    static Map<String, Set<String>> of(Bundle bundle) {
        IFhirPath engine = R4Validator.R4.newFhirPath();
        Map<String, Set<String>> facts = new LinkedHashMap<>();
        PATHS.forEach((name, path) -> {
            Set<String> values = new TreeSet<>();
            for (Base value : engine.evaluate(bundle, path, Base.class)) {
                if (value instanceof IPrimitiveType<?> primitive && primitive.getValueAsString() != null) {
                    values.add(plain(name, primitive.getValueAsString()));
                }
            }
            values.remove("");
            if (!values.isEmpty()) {
                facts.put(name, values);
            }
        });
        return facts;
    }

    private static String plain(String name, String value) {
        if (name.endsWith("telecom")) {
            String digits = value.replaceAll("\\D", "");
            return digits.isEmpty()
                    ? value.toLowerCase(Locale.ROOT)
                    : digits.substring(Math.max(0, digits.length() - 7));
        }
        if (value.matches("\\d{4}-\\d{2}-\\d{2}T.*")) {
            return value.substring(0, 10);
        }
        if (name.endsWith("quantity")) {
            return new java.math.BigDecimal(value).stripTrailingZeros().toPlainString();
        }
        return value.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }

    /** Names of all projections. */
    static List<String> names() {
        return new ArrayList<>(PATHS.keySet());
    }
}
