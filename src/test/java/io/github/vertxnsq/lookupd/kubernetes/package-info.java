/**
 * What {@code k8s/} has: the container image, without a container engine, and the manifests,
 * without a cluster.
 */
package io.github.vertxnsq.lookupd.kubernetes;
