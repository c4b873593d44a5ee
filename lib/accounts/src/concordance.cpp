#include "domar/accounts/concordance.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include <fmt/format.h>

namespace domar::accounts {

namespace {

constexpr double k_weight_tolerance = 1e-9;

using Weights = std::vector<std::map<Index, double>>;  // [source][target]

void add_once(std::vector<std::string>& list, const std::string& entry) {
  if (std::find(list.begin(), list.end(), entry) == list.end()) list.push_back(entry);
}

std::string joined(const std::vector<std::string>& list) {
  std::string text;
  for (const std::string& entry : list) text += (text.empty() ? "" : ", ") + entry;
  return text;
}

std::optional<Error> unknown_labels(const Labels& sources, const Labels& targets,
                                    const std::vector<ConcordanceLink>& links) {
  std::vector<std::string> no_source;
  std::vector<std::string> no_target;
  for (const ConcordanceLink& link : links) {
    if (!sources.find(link.source)) add_once(no_source, link.source);
    if (!targets.find(link.target)) add_once(no_target, link.target);
  }
  if (no_source.empty() && no_target.empty()) return std::nullopt;
  std::string what = "concordance names";
  if (!no_source.empty()) what += " unknown sources: " + joined(no_source);
  if (!no_target.empty()) {
    what += (no_source.empty() ? " unknown targets: " : "; unknown targets: ") + joined(no_target);
  }
  return Error{ErrorCode::not_found, what, "", "codes are compared letter by letter", ""};
}

/// Reads the lines into weights, refusing what is no share and what stands twice.
Result<Weights> weights_of(const Labels& sources, const Labels& targets,
                           const std::vector<ConcordanceLink>& links) {
  Weights weights(sources.size());
  for (const ConcordanceLink& link : links) {
    const std::string where = link.source + " -> " + link.target;
    if (!std::isfinite(link.weight) || link.weight < 0.0) {
      return Error{ErrorCode::bad_value, fmt::format("weight is {}", link.weight), where,
                   "weights are shares from 0 to 1", ""};
    }
    const auto source = sources.find(link.source);
    const auto target = targets.find(link.target);
    if (!source || !target) continue;  // refused before, by unknown_labels
    if (!weights[*source].emplace(*target, link.weight).second) {
      return Error{ErrorCode::bad_value, "this pair stands twice", where, "add the weights", ""};
    }
  }
  return weights;
}

std::optional<Error> bad_sums(const Labels& sources, const Weights& weights) {
  std::vector<std::string> missing;
  std::vector<std::string> wrong;
  for (Index s = 0; s < weights.size(); ++s) {
    double sum = 0.0;
    for (const auto& [target, weight] : weights[s]) sum += weight;
    if (weights[s].empty()) {
      missing.push_back(sources.code(s));
    } else if (!(std::abs(sum - 1.0) <= k_weight_tolerance)) {
      wrong.push_back(fmt::format("{} ({})", sources.code(s), sum));
    }
  }
  if (!missing.empty()) {
    return Error{ErrorCode::not_found, "concordance has no line for: " + joined(missing), "",
                 "every source goes somewhere", ""};
  }
  if (!wrong.empty()) {
    return Error{ErrorCode::bad_value, "weights do not add up to 1 for: " + joined(wrong), "",
                 "the weights of a source are shares of it", ""};
  }
  return std::nullopt;
}

}  // namespace

Result<Concordance> Concordance::make(Labels sources, Labels targets,
                                      const std::vector<ConcordanceLink>& links) {
  if (auto bad = unknown_labels(sources, targets, links)) return *bad;
  const auto weights = weights_of(sources, targets, links);
  if (!weights) return weights.error();
  if (auto bad = bad_sums(sources, *weights)) return *bad;

  Concordance made;
  for (const auto& row : *weights) {
    double sum = 0.0;
    for (const auto& [target, weight] : row) sum += weight;
    std::vector<Part> parts;
    for (const auto& [target, weight] : row) {
      if (weight > 0.0) parts.push_back({target, weight / sum});
    }
    made.parts_.push_back(std::move(parts));
  }
  made.sources_ = std::move(sources);
  made.targets_ = std::move(targets);
  return made;
}

Concordance Concordance::identity(const Labels& labels) {
  Concordance same;
  same.sources_ = labels;
  same.targets_ = labels;
  for (Index i = 0; i < labels.size(); ++i) same.parts_.push_back({{i, 1.0}});
  return same;
}

bool Concordance::is_identity() const {
  if (sources_.codes() != targets_.codes()) return false;
  for (Index s = 0; s < parts_.size(); ++s) {
    if (parts_[s].size() != 1 || parts_[s][0].target != s) return false;
  }
  return true;
}

bool Concordance::is_whole() const {
  return std::all_of(parts_.begin(), parts_.end(), [](const auto& p) { return p.size() == 1; });
}

std::vector<Index> Concordance::empty_targets() const {
  std::vector<bool> used(targets_.size(), false);
  for (const auto& parts : parts_) {
    for (const Part& part : parts) used[part.target] = true;
  }
  std::vector<Index> empty;
  for (Index t = 0; t < used.size(); ++t) {
    if (!used[t]) empty.push_back(t);
  }
  return empty;
}

Result<Concordance> Concordance::then(const Concordance& next) const {
  std::vector<std::string> lost;
  std::vector<Index> middle(targets_.size(), 0);
  for (Index t = 0; t < targets_.size(); ++t) {
    if (const auto found = next.sources_.find(targets_.code(t))) {
      middle[t] = *found;
    } else {
      lost.push_back(targets_.code(t));
    }
  }
  if (!lost.empty()) {
    return Error{ErrorCode::not_found, "the next concordance does not know: " + joined(lost), "",
                 "", ""};
  }
  std::vector<ConcordanceLink> links;
  for (Index s = 0; s < parts_.size(); ++s) {
    std::map<Index, double> row;
    for (const Part& first : parts_[s]) {
      for (const Part& second : next.parts_[middle[first.target]]) {
        row[second.target] += first.weight * second.weight;
      }
    }
    for (const auto& [target, weight] : row) {
      links.push_back({sources_.code(s), next.targets_.code(target), weight});
    }
  }
  return make(sources_, next.targets_, links);
}

Result<Vector> Concordance::apply(const Vector& x) const {
  if (x.size() != sources_.size()) {
    return Error{ErrorCode::shape_mismatch,
                 fmt::format("{} values for {} sources", x.size(), sources_.size()), "", "", ""};
  }
  Vector y(targets_.size(), 0.0);
  for (Index s = 0; s < x.size(); ++s) {
    for (const Part& part : parts_[s]) y[part.target] += part.weight * x[s];
  }
  return y;
}

}  // namespace domar::accounts
