package org.qantara.dpp.server;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.server.RestfulServer;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** HAPI's servlet with a limit on what a request body may unpack to; HAPI reads bodies whole into memory. */
final class LimitedRestfulServer extends RestfulServer {

    private static final long serialVersionUID = 1L;

    private final long bodyBytesMax;

    LimitedRestfulServer(FhirContext fhir, long bodyBytesMax) {
        super(fhir);
        this.bodyBytesMax = bodyBytesMax;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        super.service(new LimitedRequest(request, bodyBytesMax), response);
    }

    /** Unpacks gzip itself and hides the header, so that the limit counts unpacked bytes. */
    private static final class LimitedRequest extends HttpServletRequestWrapper {

        private final long bodyBytesMax;
        private @Nullable ServletInputStream body;

        LimitedRequest(HttpServletRequest request, long bodyBytesMax) {
            super(request);
            this.bodyBytesMax = bodyBytesMax;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            if (body == null) {
                ServletInputStream raw = super.getInputStream();
                body = new LimitedInputStream(raw, gzip() ? new GZIPInputStream(raw) : raw, bodyBytesMax);
            }
            return body;
        }

        private boolean gzip() {
            return "gzip".equalsIgnoreCase(super.getHeader(Constants.HEADER_CONTENT_ENCODING));
        }

        @Override
        public @Nullable String getHeader(String name) {
            return hidden(name) ? null : super.getHeader(name);
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            return hidden(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
        }

        private boolean hidden(String name) {
            return gzip() && Constants.HEADER_CONTENT_ENCODING.equalsIgnoreCase(name);
        }
    }
}
