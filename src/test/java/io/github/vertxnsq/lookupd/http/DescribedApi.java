package io.github.vertxnsq.lookupd.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code /openapi.json} as its readers use it: what can be asked, and whether an answer fits. */
final class DescribedApi {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

  private final JsonNode document;

  DescribedApi(JsonNode document) {
    this.document = document;
  }

  /** As the build has it, of version 1.0.0. */
  static DescribedApi built() throws IOException {
    return new DescribedApi(JSON.readTree(OpenApi.describing("1.0.0").json().kept().getBytes()));
  }

  JsonNode document() {
    return document;
  }

  /** A method of a path. */
  record Operation(String method, String path, JsonNode description) {
    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        String name = method.getKey().toUpperCase(Locale.ROOT);
        operations.add(new Operation(name, path.getKey(), method.getValue()));
      }
    }
    return operations;
  }

  Operation operation(String method, String path) {
    return operations().stream()
        .filter(it -> it.method().equals(method) && it.path().equals(path))
        .findFirst()
        .orElseThrow();
  }

  /** Whether nobody is asked who they are. */
  boolean isOpen(Operation operation) {
    JsonNode security = operation.description().path("security");
    return security.isArray() && security.isEmpty();
  }

  /** Whether its answer does not end. */
  boolean isStream(Operation operation) {
    JsonNode answer = resolved(operation.description().at("/responses/200"));
    return answer.path("content").has("text/event-stream");
  }

  /** The schemas of each event of a stream, by its name; they stand in a table. */
  Map<String, List<String>> events(Operation stream) {
    Map<String, List<String>> events = new TreeMap<>();
    stream
        .description()
        .path("description")
        .asText()
        .lines()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.split("\\|"))
        .forEach(
            cells -> {
              List<String> schemas =
                  quoted(cells[2]).filter(document.at("/components/schemas")::has).toList();
              quoted(cells[1]).forEach(name -> events.put(name, schemas));
            });
    return events;
  }

  private static Stream<String> quoted(String text) {
    return QUOTED.matcher(text).results().map(found -> found.group(1));
  }

  /** Path and query, each parameter that must be there as in its example. */
  String exampleTarget(Operation operation) {
    String path = operation.path();
    StringBuilder query = new StringBuilder();
    for (JsonNode reference : operation.description().path("parameters")) {
      JsonNode parameter = resolved(reference);
      String name = parameter.path("name").asText();
      String example = parameter.path("example").asText();
      if (parameter.path("in").asText().equals("path")) {
        path = path.replace("{" + name + "}", example);
      } else if (parameter.path("required").asBoolean()) {
        query.append(query.isEmpty() ? '?' : '&').append(name).append('=').append(example);
      }
    }
    return path + query;
  }

  /** What {@code $ref} leads to, where there is one. */
  JsonNode resolved(JsonNode node) {
    if (!node.has("$ref")) {
      return node;
    }
    JsonNode target = document.at(node.path("$ref").asText().substring(1));
    if (target.isMissingNode()) {
      throw new AssertionError(node + " leads nowhere");
    }
    return resolved(target);
  }

  /** Every answer: operation, status, and if it is an error its name. */
  Set<String> answers(Operation operation) {
    Set<String> answers = new TreeSet<>();
    for (Map.Entry<String, JsonNode> response :
        operation.description().path("responses").properties()) {
      String answer = operation + " " + response.getKey();
      JsonNode schema =
          resolved(resolved(response.getValue()).at("/content/application~1json/schema"));
      JsonNode names = schema.at("/properties/message/enum");
      names.forEach(name -> answers.add(answer + " " + name.asText()));
      if (names.isMissingNode()) {
        answers.add(answer);
      }
    }
    return answers;
  }

  /** Fails unless the answer is one that is described; returns which. */
  String check(Operation operation, RawHttp.Answer answer) {
    String name = operation + " " + answer.status();
    JsonNode response =
        resolved(operation.description().path("responses").path(Integer.toString(answer.status())));
    if (response.isMissingNode()) {
      throw new AssertionError(name + " is not described: " + answer.text());
    }
    for (Map.Entry<String, JsonNode> header : response.path("headers").properties()) {
      checkHeader(
          name + " " + header.getKey(), resolved(header.getValue()), answer, header.getKey());
    }
    JsonNode content = response.path("content");
    if (content.isMissingNode()) {
      if (!answer.text().isEmpty()) {
        throw new AssertionError(name + " has a body: " + answer.text());
      }
      return name;
    }
    String type = answer.headers().getOrDefault("Content-Type", "").replaceFirst(";.*", "");
    if (!content.has(type)) {
      throw new AssertionError(name + " is not described with the type " + type);
    }
    boolean isJson = type.equals("application/json");
    JsonNode body = isJson ? parsed(answer.text()) : new TextNode(answer.text());
    checkFits(name, content.path(type).path("schema"), body);
    boolean isNamed = isJson && answer.status() >= 400 && body.has("message");
    return isNamed ? name + " " + body.path("message").asText() : name;
  }

  private void checkHeader(String name, JsonNode header, RawHttp.Answer answer, String headerName) {
    String value = answer.headers().get(headerName);
    if (value != null) {
      checkFits(name, header.path("schema"), new TextNode(value));
    } else if (header.path("required").asBoolean()) {
      throw new AssertionError(name + " is missing");
    }
  }

  /** Fails unless the value fits the schema of this name. */
  void checkFits(String schema, JsonNode value) {
    JsonNode reference =
        JsonNodeFactory.instance.objectNode().put("$ref", "#/components/schemas/" + schema);
    resolved(reference);
    checkFits(schema, reference, value);
  }

  private void checkFits(String name, JsonNode schema, JsonNode value) {
    ObjectNode whole = JsonNodeFactory.instance.objectNode();
    whole.putArray("allOf").add(schema);
    whole.set("components", document.path("components")); // for references
    Set<ValidationMessage> trouble = SCHEMAS.getSchema(whole).validate(value);
    if (!trouble.isEmpty()) {
      throw new AssertionError(name + " is not as described: " + trouble + " in " + value);
    }
  }

  private static JsonNode parsed(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }
}
