package org.qantara.mapping.compile;

import org.qantara.mapping.run.Table;
import org.qantara.mapping.syntax.Tree;

/** A compiled table with the document it came from. */
record TableEntry(Tree.TableDoc doc, Table table) {}
