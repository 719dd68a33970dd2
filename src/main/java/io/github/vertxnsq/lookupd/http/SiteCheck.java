package io.github.vertxnsq.lookupd.http;

import io.netty.util.AsciiString;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.net.RFC3986;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps pages of other sites from acting by the browsers of those who may act: a browser sends what
 * any page has it send, from the person's address and with the person's certificate. Only browsers
 * send the headers that are looked at here; nsqd, nsqadmin and scripts go on as ever.
 *
 * <p>Belongs to one event loop.
 */
final class SiteCheck {
  private static final Logger LOG = LoggerFactory.getLogger(SiteCheck.class);

  private static final CharSequence SEC_FETCH_SITE = AsciiString.cached("Sec-Fetch-Site");

  /** By a page of this daemon, and by the person. */
  private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

  /** Those tell no more than that the daemon is here, and load balancers ask under any host. */
  private static final Set<String> OPEN_PATHS = Set.of("/ping", "/health/live", "/health/ready");

  private static final Reply CROSS_SITE = Reply.error(ApiError.CROSS_SITE);
  private static final Reply UNKNOWN_HOST = Reply.unknownHost();

  private static final int MAX_LOGGED_HOST = 255;

  private final KnownHosts hosts;
  private final AuditLog audit;
  private final Thinning warnings = new Thinning(1, System::nanoTime);

  SiteCheck(KnownHosts hosts, AuditLog audit) {
    this.hosts = hosts;
    this.audit = audit;
  }

  /** Lets requests through that no other site has sent. */
  Handler<HttpServerRequest> before(Handler<HttpServerRequest> next) {
    return request -> {
      boolean isPost = request.method().equals(HttpMethod.POST);
      if (isPost && isOfAnotherSite(request)) {
        audit.refused(request, CROSS_SITE.status());
        send(request, CROSS_SITE);
      } else if (hosts.areAll() && !hosts.know(request) && !isOpen(request)) {
        if (isPost) {
          audit.refused(request, UNKNOWN_HOST.status());
        }
        refuseHost(request);
      } else {
        next.handle(request);
      }
    };
  }

  /**
   * Whether a person has had a request sent, who may prove to be somebody by address or
   * certificate. What a page sends is not believed to be that under a host that may be anybody's.
   */
  boolean isOwnWill(HttpServerRequest request) {
    boolean isByBrowser =
        request.headers().contains(HttpHeaders.ORIGIN)
            || request.headers().contains(SEC_FETCH_SITE);
    return !isByBrowser || hosts.know(request);
  }

  /** Says that the host is not known. */
  void refuseHost(HttpServerRequest request) {
    warn(request);
    send(request, UNKNOWN_HOST);
  }

  private static boolean isOpen(HttpServerRequest request) {
    try {
      String path = RFC3986.normalizePath(request.path()); // as the routes do
      return OPEN_PATHS.contains(path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
    } catch (IllegalArgumentException brokenEscape) {
      return false;
    }
  }

  private boolean isOfAnotherSite(HttpServerRequest request) {
    List<String> origins = request.headers().getAll(HttpHeaders.ORIGIN);
    List<String> sites = request.headers().getAll(SEC_FETCH_SITE);
    boolean isOwnOrigin =
        origins.isEmpty() || (origins.size() == 1 && isOwn(origins.get(0), request));
    boolean isOwnSite = sites.isEmpty() || (sites.size() == 1 && OWN_SITES.contains(sites.get(0)));
    return !isOwnOrigin || !isOwnSite;
  }

  /**
   * Whether an origin is the one that the request was sent to. Of a host that is listed, HTTPS
   * counts without TLS too: before such a one stands a proxy that ends it.
   */
  private boolean isOwn(String origin, HttpServerRequest request) {
    String scheme = request.isSSL() ? "https" : "http";
    return KnownHosts.authority(request)
        .filter(
            host ->
                isOrigin(origin, scheme, host)
                    || (hosts.list(request) && isOrigin(origin, "https", host)))
        .isPresent();
  }

  private static boolean isOrigin(String origin, String scheme, String host) {
    String begin = scheme + "://";
    return origin.regionMatches(true, 0, begin, 0, begin.length())
        && withoutDefaultPort(origin.substring(begin.length()), scheme)
            .equals(withoutDefaultPort(host, scheme));
  }

  private static String withoutDefaultPort(String authority, String scheme) {
    String port = scheme.equals("https") ? ":443" : ":80";
    String text = authority.toLowerCase(Locale.ROOT);
    return text.endsWith(port) ? text.substring(0, text.length() - port.length()) : text;
  }

  private void warn(HttpServerRequest request) {
    if (warnings.lets()) {
      String host = String.join(", ", request.headers().getAll(HttpHeaders.HOST));
      LOG.warn(
          "HTTP: refused {} {} of client({}), and {} before it: its host \"{}\" is not known, name"
              + " it in -http-hosts if it is this daemon's",
          request.method(),
          request.path(),
          ClientAddress.of(request),
          warnings.takeHeldBack(),
          host.substring(0, Math.min(host.length(), MAX_LOGGED_HOST)));
    }
  }

  private static void send(HttpServerRequest request, Reply reply) {
    Decorators.send(request.response(), request.connection(), reply);
  }
}
