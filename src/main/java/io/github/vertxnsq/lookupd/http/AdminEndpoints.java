package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.bus.BatchOutcome;
import io.github.vertxnsq.lookupd.bus.RegistryClient;
import io.github.vertxnsq.lookupd.registry.ChannelName;
import io.github.vertxnsq.lookupd.registry.Command;
import io.github.vertxnsq.lookupd.registry.NodeAddress;
import io.github.vertxnsq.lookupd.registry.Refusal;
import io.github.vertxnsq.lookupd.registry.TopicName;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What is ordered: names to be made or removed, producers to be hidden. */
final class AdminEndpoints {
  /** Everything, to nsqlookupd; here it is refused where it would remove or hide everything. */
  private static final String WILDCARD = "*";

  private final RegistryClient registry;

  AdminEndpoints(RegistryClient registry) {
    this.registry = registry;
  }

  Future<Reply> createTopic(Params params) {
    Optional<String> raw = params.get("topic");
    if (raw.isEmpty()) {
      return Reply.failed(ApiError.MISSING_ARG_TOPIC);
    }
    return TopicName.parse(raw.get())
        .map(topic -> execute(new Command.Create(topic)))
        .orElseGet(() -> Reply.failed(ApiError.INVALID_ARG_TOPIC));
  }

  /** Succeeds under any name: what is not there, or cannot be, is deleted already. */
  Future<Reply> deleteTopic(Params params) {
    Optional<String> raw = params.get("topic");
    if (raw.isEmpty()) {
      return Reply.failed(ApiError.MISSING_ARG_TOPIC);
    }
    if (raw.get().equals(WILDCARD)) {
      return Reply.failed(ApiError.INVALID_ARG_TOPIC);
    }
    return TopicName.parse(raw.get())
        .map(topic -> execute(new Command.Delete(topic)))
        .orElseGet(Reply::done);
  }

  Future<Reply> createChannel(Params params) {
    return withChannel(params, Command.Create::new);
  }

  Future<Reply> deleteChannel(Params params) {
    return withChannel(params, Command.Delete::new);
  }

  private Future<Reply> withChannel(Params params, Function<ChannelName, Command> command) {
    Optional<String> rawTopic = params.get("topic");
    if (rawTopic.isEmpty()) {
      return Reply.failed(ApiError.MISSING_ARG_TOPIC);
    }
    Optional<TopicName> topic = TopicName.parse(rawTopic.get());
    if (topic.isEmpty()) {
      return Reply.failed(ApiError.INVALID_ARG_TOPIC);
    }
    Optional<String> rawChannel = params.get("channel");
    if (rawChannel.isEmpty()) {
      return Reply.failed(ApiError.MISSING_ARG_CHANNEL);
    }
    return ChannelName.parse(topic.get(), rawChannel.get())
        .map(channel -> execute(command.apply(channel)))
        .orElseGet(() -> Reply.failed(ApiError.INVALID_ARG_CHANNEL));
  }

  /** Succeeds also when no producer matches. */
  Future<Reply> tombstone(Params params) {
    Optional<String> rawTopic = params.get("topic");
    if (rawTopic.isEmpty()) {
      return Reply.failed(ApiError.MISSING_ARG_TOPIC);
    }
    Optional<String> rawNode = params.get("node");
    if (rawNode.isEmpty()) {
      return Reply.failed(ApiError.MISSING_ARG_NODE);
    }
    if (rawTopic.get().equals(WILDCARD)) {
      return Reply.failed(ApiError.INVALID_ARG_TOPIC);
    }
    Optional<TopicName> topic = TopicName.parse(rawTopic.get());
    Optional<NodeAddress> node = NodeAddress.parse(rawNode.get());
    return topic.isEmpty() || node.isEmpty()
        ? Reply.done()
        : execute(new Command.SetTombstone(topic.get(), node.get()));
  }

  private Future<Reply> execute(Command command) {
    return registry.execute(List.of(command)).compose(AdminEndpoints::reply);
  }

  private static Future<Reply> reply(BatchOutcome outcome) {
    Refusal refusal = outcome.refusal(0);
    return refusal == null ? Reply.done() : Reply.failed(ApiError.of(refusal));
  }
}
