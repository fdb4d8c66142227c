#include "kernel/host/config/substitute.hpp"

#include <filesystem>

namespace dovetail::config {
namespace {

class Substitution {
 public:
  Substitution(const Environment& environment, const std::string& folder,
               std::set<std::string>& used, Diagnostics& out)
      : environment_(environment), folder_(folder), used_(used), out_(out) {}

  void visit(Node& node) {
    for (Member& member : node.members) visit(member.value);
    for (Node& item : node.items) visit(item);
    if (node.kind == Node::Kind::scalar && node.text.find("${") != node.text.npos) replace(node);
  }

 private:
  void replace(Node& node) {
    std::string out;
    std::string_view rest = node.text;
    bool brought = false;
    for (size_t mark; (mark = rest.find("${")) != rest.npos;) {
      if (mark > 0 && rest[mark - 1] == '$') {
        out += rest.substr(0, mark - 1);
        out += "${";
        rest.remove_prefix(mark + 2);
        continue;
      }
      const size_t end = rest.find('}', mark);
      if (end == rest.npos) return error(node, "'${' without '}'; write $${ for a plain ${");
      auto value = resolve(rest.substr(mark + 2, end - mark - 2));
      if (!value) return error(node, value.error().text);
      out += rest.substr(0, mark);
      out += *value;
      rest.remove_prefix(end + 1);
      brought = true;
    }
    node.text = out + std::string(rest);
    node.secret = brought;
  }

  Expected<std::string> resolve(std::string_view reference) {
    if (reference.starts_with("env:")) return variable(reference.substr(4));
    if (reference.starts_with("file:")) return file(std::string(reference.substr(5)));
    return Failure(Status::invalid_argument,
                   "expected ${env:NAME}, ${env:NAME:-default} or ${file:PATH}, found '${" +
                       std::string(reference) + "}'; write $${ for a plain ${");
  }

  Expected<std::string> variable(std::string_view text) {
    const size_t mark = text.find(":-");
    const std::string name(text.substr(0, mark));
    used_.insert(name);
    const auto found = environment_.find(name);
    if (found != environment_.end() && !(found->second.empty() && mark != text.npos))
      return found->second;
    if (mark != text.npos) return std::string(text.substr(mark + 2));
    return Failure(Status::not_found, "the environment variable '" + name +
                                          "' is not set; set it, or write ${env:" + name +
                                          ":-default}");
  }

  Expected<std::string> file(const std::string& path) {
    const std::filesystem::path full = std::filesystem::path(folder_) / path;
    auto text = read_text_file(full.string(), kSecretFileBytesMax);
    if (!text) return text;
    if (text->ends_with('\n')) text->pop_back();
    if (text->ends_with('\r')) text->pop_back();
    return text;
  }

  void error(const Node& node, std::string message) {
    out_.push_back(error_at(node, std::move(message)));
  }

  const Environment& environment_;
  const std::string& folder_;
  std::set<std::string>& used_;
  Diagnostics& out_;
};

}  // namespace

void substitute(Node& root, const Environment& environment, const std::string& folder,
                std::set<std::string>& used, Diagnostics& diagnostics) {
  Substitution(environment, folder, used, diagnostics).visit(root);
}

}  // namespace dovetail::config
