/** The database below the repository: connection pool, schema by HAPI's migrator, Hibernate settings and the partition of each resource. */
@NullMarked
package org.qantara.dpp.store;

import org.jspecify.annotations.NullMarked;
