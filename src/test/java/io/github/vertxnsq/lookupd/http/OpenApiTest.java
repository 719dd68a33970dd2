package io.github.vertxnsq.lookupd.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import io.github.vertxnsq.lookupd.bus.Peers;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Route;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The description is one by OpenAPI's rules and ours, and describes what there is. */
@ExtendWith(VertxExtension.class)
final class OpenApiTest {
  /** The schema of documents of OpenAPI 3.1, whose schemas are of its own dialect. */
  private static final String OFFICIAL = "https://spec.openapis.org/oas/3.1/schema-base/2022-10-07";

  private DescribedApi api;

  @BeforeEach
  void read() throws Exception {
    api = DescribedApi.built();
  }

  @Test
  void isWhatOpenApiSaysItMustBe() {
    JsonSchemaFactory schemas =
        JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V202012,
            builder ->
                builder.schemaMappers(
                    mappers ->
                        mappers.mapPrefix(
                            "https://spec.openapis.org", "classpath:spec.openapis.org")));
    JsonSchema official = schemas.getSchema(SchemaLocation.of(OFFICIAL));
    assertEquals(Set.of(), official.validate(api.document()));
  }

  @Test
  void describesThePathsThatThereAre(Vertx vertx) throws Exception {
    HttpServices services = BareHttp.on(vertx, Peers.NONE, 0).services();
    Set<String> there =
        new Routes(services, BareHttp.OPEN, HttpVerticle.Served.EVERYTHING)
            .router().getRoutes().stream()
                .map(Route::getPath)
                .filter(Objects::nonNull) // all others
                .collect(Collectors.toCollection(TreeSet::new));
    Set<String> described =
        api.operations().stream()
            .map(DescribedApi.Operation::path)
            .map(OpenApiTest::route)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(there, described);
  }

  /**
   * Of the route to it. A slash at the end makes no difference there, and of a path with parameters
   * it has only what is before them: else Vert.x would decode the query, too, and refuse a broken
   * one that nobody looks at.
   */
  private static String route(String path) {
    return path.replaceFirst("(?<=.)/$", "").replaceFirst("\\{.*", "");
  }

  @Test
  void describesTheMethodsThatAreAllowed(Vertx vertx) throws Exception {
    HttpProbe http = BareHttp.on(vertx, Peers.NONE, 0).probe();
    for (DescribedApi.Operation operation : api.operations()) {
      HttpProbe.Answer answer = http.request("OPTIONS", api.exampleTarget(operation));
      boolean isThere = !operation.path().equals("/"); // which only GETs of browsers find
      assertEquals(isThere ? 200 : 404, answer.status(), operation.path());
      assertEquals(
          Stream.of(operation.method(), "OPTIONS")
              .filter(method -> isThere)
              .sorted()
              .collect(Collectors.joining(", ")),
          answer.headers().firstValue("Allow").orElse(""),
          operation.path());
    }
  }

  @Test
  void isServedWithTheVersionThatRuns(Vertx vertx) throws Exception {
    HttpProbe http = BareHttp.on(vertx, Peers.NONE, 0).probe();
    JsonNode served = http.get("/openapi.json").json();
    assertEquals(api.document(), served);
    assertEquals("1.0.0", served.at("/info/version").asText(), "the program's");
    assertEquals("{\"version\":\"1.3.0\"}", http.get("/info").text(), "the original's");
    assertEquals("1.0.0", http.get("/info").headers().firstValue("X-Vertx-Nsq-Version").orElse(""));
    assertFalse(served.toString().contains("{{"), "something is not filled in");
  }

  @Test
  void everyOperationIsToldApartAndExplained() {
    Set<String> ids = new TreeSet<>();
    Set<String> tags = new TreeSet<>(api.document().path("tags").findValuesAsText("name"));
    for (DescribedApi.Operation operation : api.operations()) {
      JsonNode description = operation.description();
      assertTrue(ids.add(description.path("operationId").asText()), operation.toString());
      assertFalse(description.path("summary").asText().isEmpty(), operation.toString());
      assertTrue(tags.contains(description.at("/tags/0").asText()), operation.toString());
      assertFalse(description.path("responses").isEmpty(), operation.toString());
      for (JsonNode reference : description.path("parameters")) {
        JsonNode parameter = api.resolved(reference);
        assertFalse(parameter.path("description").asText().isEmpty(), parameter.toString());
      }
    }
  }

  @Test
  void everyReferenceLeadsSomewhereAndNothingIsLeftOver() {
    Set<String> used = new TreeSet<>();
    for (JsonNode owner : api.document().findParents("$ref")) {
      api.resolved(owner);
      used.add(owner.path("$ref").asText());
    }
    Set<String> unused = new TreeSet<>();
    for (String kind : List.of("parameters", "headers", "responses", "schemas")) {
      for (String name : names(api.document().path("components").path(kind))) {
        if (!used.contains("#/components/" + kind + "/" + name)) {
          unused.add(name);
        }
      }
    }
    // What is in a stream is no answer's schema: streams name theirs.
    String streams =
        api.document().at("/paths/~1events/get/description").asText()
            + api.document().at("/paths/~1ui~1live/get/description").asText();
    unused.removeIf(name -> streams.contains("`" + name + "`"));
    assertEquals(Set.of(), unused);
  }

  private static List<String> names(JsonNode node) {
    return node.properties().stream().map(Map.Entry::getKey).toList();
  }

  /** Else an answer could hold what nobody described. */
  @Test
  void everyObjectSaysAllThatMayBeInIt() {
    List<JsonNode> open = new ArrayList<>();
    for (JsonNode schema : api.document().at("/components/schemas").findParents("type")) {
      boolean isObject = schema.path("type").asText().equals("object");
      if (isObject
          && schema.has("properties")
          && !schema.path("additionalProperties").equals(BooleanNode.FALSE)) {
        open.add(schema);
      }
    }
    assertEquals(List.of(), open);
  }

  @Test
  void everyErrorIsDescribedAndNoOther() {
    Set<String> errors =
        Stream.of(ApiError.values()).map(Enum::name).collect(Collectors.toCollection(TreeSet::new));
    Set<String> described = new TreeSet<>();
    for (JsonNode schema : api.document().at("/components/schemas")) {
      schema.at("/properties/message/enum").forEach(name -> described.add(name.asText()));
    }
    assertEquals(errors, described);
  }
}
