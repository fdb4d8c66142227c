// Opening, identity, heads and everything that only reads.
#include "kernel/state/database.hpp"

#include "kernel/state/database_internal.hpp"
#include "kernel/state/list_writer.hpp"

namespace dovetail::state {
namespace {

constexpr uint64_t kRecentHashes = 256;

Bytes encode_identity(const Identity& identity) {
  ListWriter settings;
  for (const auto& [name, value] : identity.settings)
    settings.add(ListWriter().add(view_of(name)).add(view_of(value)));
  return ListWriter()
      .add(U256(identity.chain_id))
      .add(identity.genesis_hash.view())
      .add(settings)
      .finish();
}

Expected<Identity> decode_identity(ByteView bytes) {
  Identity identity;
  FieldReader fields = FieldReader::record(bytes);
  identity.chain_id = fields.number();
  identity.genesis_hash = fields.fixed<32>();
  FieldReader settings = fields.list();
  while (settings.more()) {
    FieldReader setting = settings.list();
    const std::string name = setting.text();
    identity.settings[name] = setting.text();
    settings.close(setting);
  }
  fields.close(settings);
  if (!fields.ok())
    return Failure(Status::corrupt, "the data directory's identity does not decode");
  return identity;
}

std::map<std::string, std::string> named(const Identity& identity) {
  std::map<std::string, std::string> all = identity.settings;
  all["chain id"] = std::to_string(identity.chain_id);
  all["genesis hash"] = to_hex(identity.genesis_hash.view());
  return all;
}

Failure wrong_chain(const std::string& directory, const std::string& what,
                    const std::string& expected, const std::string& found) {
  return {Status::conflict,
          "data directory " + directory + " belongs to another chain: " + what + " expected " +
              expected + ", found " + found +
              "; choose another data directory, or the configuration that this one was made with"};
}

Bytes encode_heads(const Heads& heads) {
  return ListWriter()
      .add(U256(heads.latest ? *heads.latest + 1 : 0))
      .add(U256(heads.safe))
      .add(U256(heads.finalized))
      .finish();
}

}  // namespace

Database::Database(std::unique_ptr<Store> store, const OpenOptions& options)
    : store_(std::move(store)), options_(options) {}

Expected<std::unique_ptr<Database>> Database::open(const std::filesystem::path& directory,
                                                   const Identity& identity,
                                                   const OpenOptions& options) {
  if (options.history_blocks == 0)
    return Failure(Status::invalid_argument, "history_blocks must be at least 1, found 0");
  auto store = Store::open(directory, options.cache_bytes);
  if (!store) return store.error();
  std::unique_ptr<Database> database(new Database(std::move(*store), options));
  if (auto checked = database->check_identity(identity, directory.string()); !checked)
    return checked.error();
  auto heads = database->read_heads(nullptr);
  if (!heads) return heads.error();
  database->publish(*heads);
  return database;
}

Expected<void> Database::create(const Bytes& identity) {
  Batch batch;
  batch.put(keys::meta(keys::kSchema), number_bytes(kSchemaVersion));
  batch.put(keys::meta(keys::kIdentity), identity);
  batch.put(keys::meta(keys::kHeads), encode_heads({}));
  Tree::write(batch, tree().genesis());
  return store_->write(batch);
}

Expected<void> Database::check_identity(const Identity& identity, const std::string& directory) {
  auto schema = store_->get(keys::meta(keys::kSchema));
  if (!schema) return schema.error();
  if (!*schema) return create(encode_identity(identity));
  if (**schema != number_bytes(kSchemaVersion))
    return Failure(Status::conflict, "data directory " + directory + " has schema " +
                                         to_hex(**schema) + ", this node reads " +
                                         std::to_string(kSchemaVersion) +
                                         "; run the version that made it");
  auto stored = require(keys::meta(keys::kIdentity), "identity");
  if (!stored) return stored.error();
  auto found = decode_identity(*stored);
  if (!found) return found.error();
  const auto expected_settings = named(identity), found_settings = named(*found);
  for (const auto& [name, value] : expected_settings) {
    const auto other = found_settings.find(name);
    if (other == found_settings.end()) return wrong_chain(directory, name, value, "nothing");
    if (other->second != value) return wrong_chain(directory, name, value, other->second);
  }
  for (const auto& [name, value] : found_settings)
    if (!expected_settings.contains(name)) return wrong_chain(directory, name, "nothing", value);
  return {};
}

Expected<Heads> Database::read_heads(const Snapshot* snapshot) const {
  auto value = store_->get(keys::meta(keys::kHeads), snapshot);
  if (!value) return value.error();
  FieldReader fields = FieldReader::record(*value ? ByteView(**value) : ByteView());
  Heads heads;
  const uint64_t blocks = fields.number();
  if (blocks != 0) heads.latest = blocks - 1;
  heads.safe = fields.number();
  heads.finalized = fields.number();
  if (!fields.ok())
    return Failure(
        Status::corrupt,
        "the data directory's heads do not decode: put back a copy of it: this version cannot "
        "rebuild it from L1");
  return heads;
}

void Database::put_heads(Batch& batch, const Heads& heads) {
  batch.put(keys::meta(keys::kHeads), encode_heads(heads));
}

void Database::publish(const Heads& heads) {
  const std::lock_guard lock(heads_mutex_);
  heads_ = heads;
}

Heads Database::heads() const {
  const std::lock_guard lock(heads_mutex_);
  return heads_;
}

Expected<void> Database::set_heads(uint64_t safe, uint64_t finalized) {
  const std::lock_guard lock(write_mutex_);
  Heads heads = this->heads();
  if (!heads.latest || finalized > safe || safe > *heads.latest)
    return Failure(Status::invalid_argument,
                   "heads must ascend: finalized " + std::to_string(finalized) + ", safe " +
                       std::to_string(safe) + ", latest " +
                       (heads.latest ? std::to_string(*heads.latest) : "none"));
  heads.safe = safe;
  heads.finalized = finalized;
  Batch batch;
  put_heads(batch, heads);
  if (auto written = store_->write(batch); !written) return written;
  publish(heads);
  return {};
}

Expected<Bytes> Database::require(ByteView key, const std::string& what,
                                  const Snapshot* snapshot) const {
  auto value = store_->get(key, snapshot);
  if (!value) return value.error();
  if (!*value) return Failure(Status::not_found, what + " not found");
  return std::move(**value);
}

Expected<StoredHeader> Database::header(uint64_t block) const {
  auto bytes = require(keys::numbered(keys::kHeader, block), "block " + std::to_string(block));
  if (!bytes) return bytes.error();
  return decode_header(block, *bytes);
}

Expected<uint64_t> Database::block_of_hash(const Hash256& block_hash) const {
  auto bytes =
      require(keys::hashed(keys::kHashToBlock, block_hash), "block " + to_hex(block_hash.view()));
  if (!bytes) return bytes.error();
  return keys::last_number(*bytes);
}

Expected<std::vector<StoredTransaction>> Database::transactions(uint64_t block) const {
  auto bytes = require(keys::numbered(keys::kBody, block), "block " + std::to_string(block));
  if (!bytes) return bytes.error();
  return decode_transactions(*bytes);
}

Expected<std::vector<Receipt>> Database::receipts(uint64_t block) const {
  auto bytes = require(keys::numbered(keys::kReceipts, block), "block " + std::to_string(block));
  if (!bytes) return bytes.error();
  return decode_receipts(*bytes);
}

Expected<TransactionPlace> Database::transaction_place(const Hash256& tx_hash) const {
  auto bytes =
      require(keys::hashed(keys::kTransaction, tx_hash), "transaction " + to_hex(tx_hash.view()));
  if (!bytes) return bytes.error();
  return TransactionPlace{load_be64(bytes->data()), load_be32(bytes->data() + 8)};
}

Expected<std::vector<Hash256>> Database::recent_hashes(uint64_t block) const {
  std::vector<Hash256> hashes(kRecentHashes);
  for (uint64_t back = 0; back < kRecentHashes && back <= block; ++back) {
    auto stored = header(block - back);
    if (!stored) return stored.error();
    hashes[kRecentHashes - 1 - back] = stored->hash;
  }
  return hashes;
}

Expected<Database::Moment> Database::moment() const {
  Moment moment{std::make_shared<const Snapshot>(*store_), {}};
  auto heads = read_heads(moment.snapshot.get());
  if (!heads) return heads.error();
  moment.heads = *heads;
  return moment;
}

Expected<void> Database::check_known(const Moment& moment, uint64_t block) const {
  const std::string name = "state of block " + std::to_string(block);
  if (!moment.heads.latest || block > *moment.heads.latest)
    return Failure(Status::not_found,
                   name + " does not exist: the latest block is " +
                       (moment.heads.latest ? std::to_string(*moment.heads.latest) : "none"));
  auto oldest = oldest_state(moment.snapshot.get());
  if (!oldest) return oldest.error();
  if (block < *oldest)
    return Failure(Status::not_found,
                   "historical " + name + " is not available: the oldest is that of block " +
                       std::to_string(*oldest) + "; a longer history_blocks keeps more");
  return {};
}

Expected<std::unique_ptr<StateView>> Database::latest_state() const {
  auto now = moment();
  if (!now) return now.error();
  return std::make_unique<StateView>(*store_, now->snapshot, now->heads.latest);
}

Expected<std::unique_ptr<StateView>> Database::state_at(uint64_t block) const {
  auto now = moment();
  if (!now) return now.error();
  if (auto known = check_known(*now, block); !known) return known.error();
  return std::make_unique<StateView>(*store_, now->snapshot, block, *now->heads.latest);
}

Expected<uint64_t> Database::oldest_state(const Snapshot* snapshot) const {
  Cursor cursor(*store_, snapshot);
  const uint8_t kind = keys::kJournal;
  cursor.seek({&kind, 1});
  if (auto check = cursor.check(); !check) return check.error();
  if (!cursor.has_prefix({&kind, 1})) return uint64_t{0};
  const uint64_t first_journal = keys::last_number(cursor.key());
  return first_journal == 0 ? 0 : first_journal - 1;
}

Expected<uint64_t> Database::oldest_state() const {
  return oldest_state(nullptr);
}

Expected<Bytes> Database::code(const Hash256& code_hash) const {
  if (code_hash == zkevm::kEmptyCodeHash) return Bytes();
  return require(keys::hashed(keys::kCode, code_hash), "code " + to_hex(code_hash.view()));
}

Expected<Journal> Database::journal(uint64_t block, const Snapshot* snapshot) const {
  auto bytes = require(keys::numbered(keys::kJournal, block),
                       "journal of block " + std::to_string(block), snapshot);
  if (!bytes) return bytes.error();
  return decode_journal(*bytes);
}

}  // namespace dovetail::state
