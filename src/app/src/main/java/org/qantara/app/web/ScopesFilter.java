package org.qantara.app.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Hands the token's scopes to the DPP room as the request attribute {@code qantara.scopes}: it knows no Spring Security. */
final class ScopesFilter extends OncePerRequestFilter {
    static final String ATTRIBUTE = "qantara.scopes";

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        Set<String> scopes = authentication == null
                ? Set.of()
                : authentication.getAuthorities().stream()
                        .map(authority -> authority.getAuthority())
                        .filter(authority -> authority.startsWith("SCOPE_"))
                        .map(authority -> authority.substring("SCOPE_".length()))
                        .collect(Collectors.toUnmodifiableSet());
        request.setAttribute(ATTRIBUTE, scopes);
        chain.doFilter(request, response);
    }
}
