/**
 * The registry at work inside the DPP: a written Patient is indexed in the transaction that writes it, placed under a golden record before the
 * request is answered, and swept up later where a crash came between. People link, reject and unlink through
 * {@link org.qantara.dpp.registry.service.Registry}.
 */
@NullMarked
package org.qantara.dpp.registry.service;

import org.jspecify.annotations.NullMarked;
