/** Tests of the enforcement point, with real policies and a real recorder. */
package dev.remit.javaagent.enforce;
