/** Requests that a real servlet container serves. */
package dev.remit.it.servlet;
