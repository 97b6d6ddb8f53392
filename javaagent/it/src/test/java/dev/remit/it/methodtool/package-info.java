/** Methods that the configuration or an annotation makes tools. */
package dev.remit.it.methodtool;
