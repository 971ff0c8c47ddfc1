package org.qantara.connectors.dicom.dataset;

/**
 * What the reader keeps in memory; what is over a limit stays in the stored object and is pointed at.
 *
 * @param textBytesMax a longer text or number value becomes a {@link Value.Bulk}
 * @param binaryBytesMax the same for OB, OW, UN and their like
 * @param memoryBytesMax estimated memory of all that is kept of one data set; a sequence that breaks it becomes bulk
 * @param itemsMax items of one sequence, beyond which the sequence becomes bulk
 * @param depthMax nesting of sequences; deeper is an error
 * @param inflateRatioMax inflated bytes per deflated byte, judged after the first MiB
 * @param inflatedBytesMax bytes inflated before the pixel data
 */
public record ReadLimits(
        int textBytesMax,
        int binaryBytesMax,
        int memoryBytesMax,
        int itemsMax,
        int depthMax,
        int inflateRatioMax,
        long inflatedBytesMax) {
    public static final ReadLimits DEFAULT = new ReadLimits(1 << 20, 4096, 4 << 20, 100_000, 32, 500, 1L << 30);
}
