#include "kernel/host/plugin/pipeline.hpp"

#include <boost/json.hpp>

#include "kernel/host/plugin/elf.hpp"
#include "sdk/crypto/sha256.hpp"

namespace dovetail::plugin {
namespace {

Failure mismatch(std::string text) {
  return {Status::invalid_argument, std::move(text)};
}

/// Does the manifest say what the operator asked for?
Expected<void> check_asked(const PluginChoice& choice, const Manifest& manifest) {
  if (manifest.kind != choice.kind)
    return mismatch("expected a plugin of kind " + std::string(kind_name(choice.kind)) +
                    ", found " + manifest.id + " of kind " + std::string(kind_name(manifest.kind)));
  const std::string_view use = choice.use;
  const std::string_view asked = use.substr(use.find(':') == use.npos ? 0 : use.find(':') + 1);
  if (!use.starts_with("file:") && manifest.id != asked)
    return mismatch("expected a plugin with id " + std::string(asked) + ", found " + manifest.id);
  return {};
}

Expected<void> check_required(const Manifest& manifest) {
  for (const auto& id : manifest.requires_)
    if (!host_offers(id))
      return Failure(Status::unsupported,
                     "expected to require services of this host alone, found " + id +
                         "; use a node that offers it");
  return {};
}

}  // namespace

Pipeline::Pipeline(const RegistryOptions& options, spdlog::logger& logger,
                   prometheus::Registry& registry, KeyValue& store, L1Source l1,
                   ControlThread& control, std::shared_ptr<Wake> wake, PluginMetrics& metrics)
    : options_(options),
      logger_(logger),
      registry_(registry),
      store_(store),
      l1_(std::move(l1)),
      control_(control),
      wake_(std::move(wake)),
      metrics_(metrics),
      copies_(options.store_dir) {}

Failure Pipeline::refuse(Stage stage, const Recipe& recipe, const Failure& cause) {
  Failure out = refusal(stage, recipe.context, cause);
  logger_.error("{}", out.text);
  metrics_.count_refusal(recipe.choice.kind, stage);
  return out;
}

Expected<void> Pipeline::find(Recipe& recipe) const {
  auto resolved = resolve(options_.search, recipe.choice.kind, recipe.choice.use);
  if (!resolved) return resolved.error();
  recipe.context.path = resolved->path;
  recipe.context.shadowed = resolved->shadowed;
  for (const auto& path : resolved->shadowed)
    recipe.warnings.push_back(resolved->path.string() + " shadows " + path.string());
  return {};
}

Expected<void> Pipeline::read(Recipe& recipe, ByteView bytes) const {
  recipe.context.file_machine = machine_name(bytes);
  if (auto file = parse_elf(bytes)) recipe.context.needed = file->needed;
  auto manifest = read_manifest(bytes);
  if (!manifest) return manifest.error();
  if (auto asked = check_asked(recipe.choice, *manifest); !asked) return asked;
  if (auto spoken = check_abi(*manifest, options_.abi); !spoken) return spoken;
  if (auto offered = check_required(*manifest); !offered) return offered;
  recipe.manifest = std::move(*manifest);
  return {};
}

Expected<void> Pipeline::check_lock(Recipe& recipe) const {
  if (options_.lock_policy == LockPolicy::unlocked) {
    recipe.warnings.push_back(recipe.manifest.id + " is loaded without a lock (--unlocked)");
    return {};
  }
  auto lock = read_lock(options_.lock_file);
  if (!lock) return lock.error();
  return lock->check({recipe.manifest.id, recipe.manifest.version, recipe.sha256});
}

Expected<void> Pipeline::validate(Recipe& recipe) const {
  if (!options_.hooks.validate) return {};
  auto config = options_.hooks.validate(recipe.manifest, recipe.choice);
  if (!config) return config.error();
  recipe.choice.config = std::move(*config);
  return {};
}

Expected<Recipe> Pipeline::prepare(const PluginChoice& choice) {
  Recipe recipe{.choice = choice, .written = choice.config, .context = {.use = choice.use}};
  recipe.choice.name = slot_name(choice);
  if (auto found = find(recipe); !found) return refuse(Stage::resolve, recipe, found.error());
  auto copy = copies_.stage(recipe.context.path);
  if (!copy) return refuse(Stage::copy, recipe, copy.error());
  recipe.sha256 = copy->sha256;
  if (auto sound = read(recipe, copy->bytes); !sound)
    return refuse(Stage::manifest, recipe, sound.error());
  if (auto locked = check_lock(recipe); !locked) return refuse(Stage::lock, recipe, locked.error());
  if (auto valid = validate(recipe); !valid) return refuse(Stage::config, recipe, valid.error());
  auto stored = copies_.commit(std::move(*copy));
  if (!stored) return refuse(Stage::copy, recipe, stored.error());
  recipe.copy = stored->path;
  if (stored->replaced_damaged)
    recipe.warnings.push_back("the copy " + recipe.copy.string() + " was damaged; it was replaced");
  for (const auto& warning : recipe.warnings) logger_.warn("plugin {}: {}", choice.use, warning);
  return recipe;
}

Expected<Inspected> Pipeline::inspect(const PluginChoice& choice) const {
  Recipe recipe{.choice = choice, .context = {.use = choice.use}};
  recipe.choice.name = slot_name(choice);
  if (auto found = find(recipe); !found)
    return refusal(Stage::resolve, recipe.context, found.error());
  auto bytes = read_file(recipe.context.path, kLibrarySizeMax);
  if (!bytes) return refusal(Stage::copy, recipe.context, bytes.error());
  if (auto sound = read(recipe, *bytes); !sound)
    return refusal(Stage::manifest, recipe.context, sound.error());
  if (auto valid = validate(recipe); !valid)
    return refusal(Stage::config, recipe.context, valid.error());
  return Inspected{std::move(recipe.manifest), sha256(*bytes), std::move(recipe.choice.config)};
}

Expected<void> Pipeline::rehearse(const Recipe& recipe, RehearsalDepth depth) {
  auto passed = plugin::rehearse(options_.rehearsal, recipe.copy, options_.abi, recipe.choice,
                                 options_.chain_id, depth);
  if (!passed) return refuse(Stage::rehearse, recipe, passed.error());
  return passed;
}

std::unique_ptr<HostServices> Pipeline::services(const Recipe& recipe) const {
  return std::make_unique<HostServices>(
      ServiceContext{recipe.choice.kind, recipe.choice.name, recipe.manifest.id}, logger_,
      registry_, store_, l1_);
}

Expected<std::shared_ptr<Generation>> Pipeline::make(const Recipe& recipe) {
  const uint64_t number = ++generations_count_;
  const CreateArgs args{recipe.choice.name, boost::json::serialize(recipe.choice.config),
                        options_.chain_id, number};
  std::unique_ptr<Instance> instance;
  std::optional<Failure> refused;
  control_.run([&] {
    auto library = load_library(recipe.copy, recipe.manifest, options_.abi);
    if (!library) return void(refused = refuse(Stage::load, recipe, library.error()));
    auto created = Instance::create(*library, recipe.choice.kind, args, services(recipe));
    if (!created) return void(refused = refuse(Stage::create, recipe, created.error()));
    auto passed = (*created)->self_test();
    if (passed)
      instance = std::move(*created);
    else
      refused = refuse(Stage::self_test, recipe, passed.error());
  });
  if (refused) return *refused;
  GenerationInfo info{.kind = recipe.choice.kind,
                      .slot = recipe.choice.name,
                      .id = recipe.manifest.id,
                      .version = recipe.manifest.version,
                      .stability = recipe.manifest.stability,
                      .sha256 = recipe.sha256,
                      .number = number,
                      .created_at = std::chrono::system_clock::now()};
  return std::make_shared<Generation>(std::move(info), std::move(instance), wake_);
}

}  // namespace dovetail::plugin
