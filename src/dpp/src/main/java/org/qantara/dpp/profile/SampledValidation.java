package org.qantara.dpp.profile;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.IValidatorModule;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import ca.uhn.fhir.validation.ValidationOptions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Resource;
import org.qantara.dpp.ownership.MessageSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Validates one in so many resources of the engine's own messages against the DPP's profiles, beside the writing and never in its way.
 *
 * <p>One thread of low priority; when it does not keep up, samples are left out. What is found is logged once for each kind of finding: profile,
 * rule, place in the resource and the message that showed it, and no value. Findings are a matter for the maps; nothing is refused.
 * Thread-safe; a crash loses the samples that waited.
 */
@Interceptor(order = 600)
public final class SampledValidation implements AutoCloseable {

    /** Of the engine's resources one in this many is validated. */
    public static final int EACH_DEFAULT = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(SampledValidation.class);
    private static final int WAITING_MAX = 32;
    private static final int KINDS_MAX = 1_000;

    private final List<ProfilePolicy> policies;
    private final int each;
    private final FhirValidator validator;
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong validated = new AtomicLong();
    private final AtomicLong broken = new AtomicLong();
    private final Set<String> kindsLogged = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor worker = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING_MAX),
            SampledValidation::thread,
            new ThreadPoolExecutor.DiscardPolicy());

    public SampledValidation(
            FhirContext fhir, IValidatorModule instanceValidator, List<ProfilePolicy> policies, int each) {
        this.policies = policies;
        this.each = each;
        this.validator = fhir.newValidator();
        validator.registerValidatorModule(instanceValidator);
    }

    @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED)
    public void onCreate(IBaseResource resource) {
        sample((Resource) resource);
    }

    @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED)
    public void onUpdate(IBaseResource stored, IBaseResource incoming) {
        sample((Resource) incoming);
    }

    /** Resources that were validated since the start, and those of them that broke a profile. */
    public long[] validatedAndBroken() {
        return new long[] {validated.get(), broken.get()};
    }

    private void sample(Resource resource) {
        if (written.incrementAndGet() % each != 0) {
            return;
        }
        MessageSource.parse(resource.getMeta().getSource()).ifPresent(message -> {
            Resource copy = resource.copy();
            worker.execute(() -> validate(copy, message));
        });
    }

    private void validate(Resource resource, MessageSource message) {
        try {
            for (ProfilePolicy policy : policies) {
                if (policy.concerns(resource)) {
                    validated.incrementAndGet();
                    List<SingleValidationMessage> findings = validator
                            .validateWithResult(resource, new ValidationOptions().addProfile(policy.profile()))
                            .getMessages()
                            .stream()
                            .filter(found -> found.getSeverity().ordinal() >= ResultSeverityEnum.ERROR.ordinal())
                            .toList();
                    if (!findings.isEmpty()) {
                        broken.incrementAndGet();
                        findings.forEach(found -> log(policy, found, message));
                    }
                }
            }
        } catch (RuntimeException e) {
            // its text may quote the resource
            LOG.warn("a sampled validation failed with {}", e.getClass().getName());
        }
    }

    private void log(ProfilePolicy policy, SingleValidationMessage found, MessageSource message) {
        String place = String.valueOf(found.getLocationString()).replaceAll("\\[\\d+\\]|/\\*.*?\\*/", "");
        String kind = policy.profile() + " " + found.getMessageId() + " " + place;
        if (kindsLogged.size() < KINDS_MAX && kindsLogged.add(kind)) {
            LOG.warn(
                    "a message breaks the profile {}: rule {} at {}, first seen in message {} of {}; its map wants a look",
                    policy.profile(),
                    found.getMessageId(),
                    place,
                    message.intake(),
                    message.facility());
        }
    }

    private static Thread thread(Runnable run) {
        Thread thread = new Thread(run, "dpp-sampled-validation");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        return thread;
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
