#include "kernel/host/config/json_schema.hpp"

#include <gmock/gmock.h>

#include <boost/json/serialize.hpp>
#include <fstream>
#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "kernel/host/config/schema.hpp"
#include "tests/unit/kernel/host/config/example.hpp"

namespace dovetail::config {
namespace {

/// What an editor would say: "" or the first error.
std::string judged(const std::string& text) {
  Diagnostics found;
  const boost::json::value document =
      to_json(parse_document(std::make_shared<Source>(Source{{}, "x", text}), found));
  EXPECT_EQ(render(found), "");
  const boost::json::value schema_json = json_schema();
  valijson::Schema schema;
  valijson::SchemaParser().populateSchema(valijson::adapters::BoostJsonAdapter(schema_json),
                                          schema);
  valijson::ValidationResults results;
  if (valijson::Validator().validate(schema, valijson::adapters::BoostJsonAdapter(document),
                                     &results))
    return "";
  valijson::ValidationResults::Error error;
  results.popError(error);
  return boost::json::serialize(boost::json::array(error.context.begin(), error.context.end())) +
         error.description;
}

TEST(json_schema, accepts_the_shipped_configurations) {
  for (const char* name : {"dev.yaml", "rollup.yaml", "validium.yaml"}) {
    auto text = read_text_file(std::string(DOVETAIL_CONFIGS) + "/" + name, kDocumentBytesMax);
    ASSERT_TRUE(text);
    EXPECT_EQ(judged(*text), "") << name;
  }
}

TEST(json_schema, refuses_what_the_loader_refuses) {
  EXPECT_EQ(judged(kLeast), "");
  for (const char* wrong :
       {"foo: 1\n", "rpc: { batch_max: 0 }\n", "rpc: { batch_max: x }\n", "log: { level: inf }\n",
        "settler: { password: literal }\n", "metrics: { listen: 5 }\n", "batch: []\n",
        "  bridge: { use: da/rollup }\n", "  prover: { config: {} }\n"}) {
    EXPECT_NE(judged(kLeast + wrong), "") << wrong;
    EXPECT_NE(report_of(kLeast + wrong), "it loaded") << wrong;
  }
}

TEST(json_schema, accepts_references_and_empty_sections) {
  EXPECT_EQ(
      judged(kLeast + "rpc: { batch_max: \"${env:N:-5}\" }\nmetrics:\n"
                      "settler: { private_key: \"${file:key}\", max_fee_gwei: \"${env:FEE}\" }\n"),
      "");
}

TEST(json_schema, describes_every_key) {
  const std::string text = boost::json::serialize(json_schema());
  for (const Key& key : all_keys()) {
    EXPECT_FALSE(key.doc.empty()) << key.path;
    EXPECT_NE(text.find("\"" + std::string(key.name()) + "\":"), std::string::npos) << key.path;
  }
}

TEST(schema, has_defaults_that_its_own_rules_accept) {
  // loaded_from fails the test if a default is refused when it is written out.
  for (const Key& key : all_keys()) {
    if (key.value.empty() || key.path.find('[') != key.path.npos ||
        key.path.starts_with("plugins.bridge") || key.path.starts_with("settler.contracts"))
      continue;
    std::string value(key.value);
    if (value.starts_with(kDataDirMark)) value.replace(0, kDataDirMark.size(), "/x");
    if (key.path == "chain.development_accounts") value = "true";
    loaded_from(kLeast, {.sets = {std::string(key.path) + "=" + value}});
  }
}

TEST(schema, finds_keys_with_and_without_indices) {
  EXPECT_EQ(find_key("plugins.prover.0.use"), find_key("plugins.prover[].use"));
  EXPECT_EQ(find_key("plugins.prover[12].use"), find_key("plugins.prover[].use"));
  EXPECT_EQ(find_key("nothing"), nullptr);
  EXPECT_EQ(governing_key("plugins.l1.config.a[3].b")->path, "plugins.l1.config");
}

}  // namespace
}  // namespace dovetail::config
