package org.qantara.app.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.event.AuthenticationFailureBadCredentialsEvent;
import org.springframework.security.authentication.event.AuthenticationSuccessEvent;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Makes guessing the console's password slow: after five failures an address waits, twice as long after each further one, at
 * most a minute. Remembers the 1,000 addresses that failed last. Thread-safe.
 */
final class LoginThrottle extends OncePerRequestFilter {
    private static final int FREE_FAILURES = 5;
    private static final int ADDRESSES_MAX = 1_000;
    private static final Duration WAIT_MAX = Duration.ofMinutes(1);

    private record Failures(int count, Instant waitUntil) {}

    private final Clock clock;
    private final Map<String, Failures> failures = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > ADDRESSES_MAX;
        }
    };

    LoginThrottle(Clock clock) {
        this.clock = clock;
    }

    @EventListener
    void failed(AuthenticationFailureBadCredentialsEvent event) {
        if (!(event.getAuthentication().getDetails() instanceof WebAuthenticationDetails details)) return;
        synchronized (failures) {
            Failures before = failures.get(details.getRemoteAddress());
            int count = before == null ? 1 : before.count() + 1;
            Duration wait = count < FREE_FAILURES
                    ? Duration.ZERO
                    : Duration.ofSeconds(1L << Math.min(6, count - FREE_FAILURES));
            if (wait.compareTo(WAIT_MAX) > 0) wait = WAIT_MAX;
            failures.put(
                    details.getRemoteAddress(),
                    new Failures(count, clock.instant().plus(wait)));
        }
    }

    @EventListener
    void succeeded(AuthenticationSuccessEvent event) {
        if (!(event.getAuthentication().getDetails() instanceof WebAuthenticationDetails details)) return;
        synchronized (failures) {
            failures.remove(details.getRemoteAddress());
        }
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !(request.getMethod().equals("POST") && request.getServletPath().equals("/login"));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Duration wait;
        synchronized (failures) {
            Failures known = failures.get(request.getRemoteAddr());
            wait = known == null ? Duration.ZERO : Duration.between(clock.instant(), known.waitUntil());
        }
        if (wait.isNegative() || wait.isZero()) {
            chain.doFilter(request, response);
            return;
        }
        response.setHeader("Retry-After", String.valueOf(wait.toSeconds() + 1));
        response.sendRedirect(request.getContextPath() + "/login?wait=" + (wait.toSeconds() + 1));
    }
}
