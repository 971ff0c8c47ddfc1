package org.qantara.engine.order;

import org.jspecify.annotations.Nullable;

/**
 * One ordered test or examination.
 *
 * @param orderNumber placer number, else filler number: with facility and test the identity of the row
 * @param testCode OBR-4.1; empty when the message names no test
 * @param accession accession number by the facility's field (route option {@code accession}), else OBR-18, IPC-1, OBR-3
 * @param sample specimen identifier of the container
 * @param birthDate as sent, {@code 19700131}
 * @param scheduledAt as sent, {@code 202603011030}
 * @param status {@code ordered}, {@code cancelled}, {@code completed}, {@code reported}, {@code unknown} (only a result or a study came),
 *     {@code matched} (a person said whose it is)
 * @param orderIntake number of the message that ordered it last, 0 when none came
 * @param reportIntake number of the last result, 0 when none came
 * @param studyIntake number of the last DICOM instance with its accession number, 0 when none came
 */
public record ClinicalOrder(
        String facility,
        String orderNumber,
        String testCode,
        @Nullable String placer,
        @Nullable String filler,
        @Nullable String accession,
        @Nullable String sample,
        @Nullable String patient,
        @Nullable String patientName,
        @Nullable String birthDate,
        @Nullable String sex,
        @Nullable String visit,
        @Nullable String testText,
        @Nullable String testSystem,
        @Nullable String modality,
        @Nullable String station,
        @Nullable String scheduledAt,
        @Nullable String requester,
        @Nullable String studyUid,
        String status,
        long orderIntake,
        long reportIntake,
        long studyIntake) {}
