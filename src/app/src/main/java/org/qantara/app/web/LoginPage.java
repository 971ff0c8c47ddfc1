package org.qantara.app.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.util.HtmlUtils;

/** The console's login in English, French and Arabic (right to left); the language is the browser's, or {@code ?lang=}. */
@Controller
class LoginPage {
    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.FRENCH, Locale.forLanguageTag("ar"));

    private final String template;

    LoginPage() {
        try (var in =
                Objects.requireNonNull(LoginPage.class.getResourceAsStream("/web/login.html"), "/web/login.html")) {
            template = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @GetMapping(path = "/login", produces = MediaType.TEXT_HTML_VALUE + ";charset=UTF-8")
    @ResponseBody
    String page(
            HttpServletRequest request,
            CsrfToken csrf,
            @RequestParam(required = false) @Nullable String lang,
            @RequestParam(required = false) @Nullable String error,
            @RequestParam(required = false) @Nullable Integer wait) {
        Locale locale = language(request, lang);
        ResourceBundle texts = texts(locale);
        String notice = wait != null
                ? texts.getString("login.wait").replace("{0}", String.valueOf(wait))
                : error != null ? texts.getString("login.error") : "";
        return template.replace("${lang}", locale.getLanguage())
                .replace("${dir}", locale.getLanguage().equals("ar") ? "rtl" : "ltr")
                .replace("${notice}", HtmlUtils.htmlEscape(notice))
                .replace("${title}", texts.getString("login.title"))
                .replace("${intro}", texts.getString("login.intro"))
                .replace("${user}", texts.getString("login.user"))
                .replace("${password}", texts.getString("login.password"))
                .replace("${submit}", texts.getString("login.submit"))
                .replace("${hint}", texts.getString("login.hint"))
                .replace("${csrfName}", HtmlUtils.htmlEscape(csrf.getParameterName()))
                .replace("${csrf}", HtmlUtils.htmlEscape(csrf.getToken()));
    }

    static ResourceBundle texts(Locale locale) {
        return ResourceBundle.getBundle(
                "web.messages",
                locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_DEFAULT));
    }

    private static Locale language(HttpServletRequest request, @Nullable String asked) {
        if (asked != null)
            for (Locale known : LANGUAGES) if (known.getLanguage().equals(asked)) return known;
        String accepted = request.getHeader("Accept-Language");
        if (accepted == null || accepted.length() > 500) return Locale.ENGLISH;
        try {
            Locale best = Locale.lookup(Locale.LanguageRange.parse(accepted), LANGUAGES);
            return best == null ? Locale.ENGLISH : best;
        } catch (IllegalArgumentException malformed) {
            return Locale.ENGLISH;
        }
    }
}
