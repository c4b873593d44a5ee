#include "domar/readers/netcdf_file.hpp"

#include <netcdf.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <numeric>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace domar::readers {

namespace {

/// More than any economy; a damaged header must not make us ask for all the memory.
constexpr Index k_most_values = 500'000'000;

Index count(const std::vector<Index>& shape) {
  return std::accumulate(shape.begin(), shape.end(), Index{1}, std::multiplies<>());
}

}  // namespace

std::mutex& NetcdfFile::library() {
  static std::mutex mutex;
  return mutex;
}

NetcdfFile::~NetcdfFile() { close(); }

void NetcdfFile::close() {
  if (id_ < 0) return;
  const int code = nc_close(id_);
  id_ = -1;
  expect(code, "the end of the file");
}

bool NetcdfFile::expect(int code, const std::string& thing) {
  if (code == NC_NOERR) return ok();
  fail(fmt::format("{}: {}", thing, nc_strerror(code)));
  return false;
}

void NetcdfFile::fail(const std::string& what, const std::string& hint) {
  if (!error_) error_ = Error{ErrorCode::bad_input, what, shown_, hint, ""};
}

Status NetcdfFile::status() const {
  if (error_) return *error_;
  return Done{};
}

NetcdfWriter::NetcdfWriter(const std::filesystem::path& path, const std::string& shown)
    : NetcdfFile(shown) {
  expect(nc_create(path.c_str(), NC_NETCDF4 | NC_CLOBBER, &id_), "creating the file");
}

void NetcdfWriter::dimension(const char* name, Index size) {
  if (!ok()) return;
  int dimension = -1;
  expect(nc_def_dim(id_, name, size, &dimension), fmt::format("dimension {}", name));
}

void NetcdfWriter::attribute(const char* name, const std::string& text) {
  if (!ok()) return;
  expect(nc_put_att_text(id_, NC_GLOBAL, name, text.size(), text.data()),
         fmt::format("attribute {}", name));
}

void NetcdfWriter::attribute(const char* name, int value) {
  if (!ok()) return;
  expect(nc_put_att_int(id_, NC_GLOBAL, name, NC_INT, 1, &value),
         fmt::format("attribute {}", name));
}

int NetcdfWriter::define(const char* name, int type, const std::vector<const char*>& dimensions,
                         const char* about) {
  std::vector<int> ids(dimensions.size());
  for (Index d = 0; d < ids.size() && ok(); ++d) {
    expect(nc_inq_dimid(id_, dimensions[d], &ids[d]), fmt::format("dimension {}", dimensions[d]));
  }
  if (!ok()) return -1;
  int variable = -1;
  const std::string thing = fmt::format("variable {}", name);
  if (expect(nc_def_var(id_, name, type, static_cast<int>(ids.size()), ids.data(), &variable),
             thing)) {
    const std::string text = about;
    expect(nc_put_att_text(id_, variable, "long_name", text.size(), text.data()), thing);
  }
  return variable;
}

void NetcdfWriter::texts(const char* name, const char* dimension,
                         const std::vector<std::string>& values, const char* about) {
  const int variable = define(name, NC_STRING, {dimension}, about);
  if (!ok()) return;
  std::vector<const char*> pointers;
  for (const std::string& value : values) pointers.push_back(value.c_str());
  expect(nc_put_var_string(id_, variable, pointers.data()), fmt::format("variable {}", name));
}

void NetcdfWriter::text(const char* name, const std::string& value, const char* about) {
  const int variable = define(name, NC_STRING, {}, about);
  if (!ok()) return;
  const char* pointer = value.c_str();
  expect(nc_put_var_string(id_, variable, &pointer), fmt::format("variable {}", name));
}

void NetcdfWriter::compress(int variable, const char* name) {
  constexpr int k_shuffle = 1;
  constexpr int k_level = 9;
  expect(nc_def_var_deflate(id_, variable, k_shuffle, 1, k_level),
         fmt::format("variable {}", name));
  expect(nc_def_var_fletcher32(id_, variable, NC_FLETCHER32), fmt::format("variable {}", name));
}

void NetcdfWriter::integers(const char* name, const std::vector<const char*>& dimensions,
                            std::span<const std::int32_t> values, const char* about) {
  const int variable = define(name, NC_INT, dimensions, about);
  if (!ok()) return;
  compress(variable, name);
  expect(nc_put_var_int(id_, variable, values.data()), fmt::format("variable {}", name));
}

void NetcdfWriter::numbers(const char* name, const std::vector<const char*>& dimensions,
                           std::span<const double> values, const std::string& unit,
                           const char* about) {
  const int variable = define(name, NC_DOUBLE, dimensions, about);
  if (!ok()) return;
  compress(variable, name);
  expect(nc_put_att_text(id_, variable, "units", unit.size(), unit.data()),
         fmt::format("variable {}", name));
  expect(nc_put_var_double(id_, variable, values.data()), fmt::format("variable {}", name));
}

void NetcdfWriter::large_numbers(const char* name, const std::vector<const char*>& dimensions,
                                 const std::vector<std::span<const double>>& parts,
                                 const std::string& unit, const char* about) {
  const std::string thing = fmt::format("variable {}", name);
  const int variable = define(name, NC_DOUBLE, dimensions, about);
  if (!ok()) return;
  expect(nc_def_var_chunking(id_, variable, NC_CONTIGUOUS, nullptr), thing);
  expect(nc_def_var_fill(id_, variable, NC_NOFILL, nullptr), thing);
  expect(nc_put_att_text(id_, variable, "units", unit.size(), unit.data()), thing);
  std::vector<Index> start(dimensions.size(), 0);
  std::vector<Index> length(dimensions.size(), 1);
  for (Index d = 1; ok() && d < dimensions.size(); ++d) {
    int dimension = -1;
    expect(nc_inq_dimid(id_, dimensions[d], &dimension), thing);
    expect(nc_inq_dimlen(id_, dimension, &length[d]), thing);
  }
  for (start[0] = 0; ok() && start[0] < parts.size(); ++start[0]) {
    expect(nc_put_vara_double(id_, variable, start.data(), length.data(), parts[start[0]].data()),
           thing);
  }
}

Status NetcdfWriter::finish() {
  close();
  return status();
}

NetcdfReader::NetcdfReader(const std::filesystem::path& path) : NetcdfFile(path.string()) {
  expect(nc_open(path.c_str(), NC_NOWRITE, &id_), "not a netCDF-4 file, or damaged");
}

Index NetcdfReader::dimension(const char* name) {
  int dimension = -1;
  Index size = 0;
  if (!ok() || !expect(nc_inq_dimid(id_, name, &dimension), fmt::format("dimension {}", name)) ||
      !expect(nc_inq_dimlen(id_, dimension, &size), fmt::format("dimension {}", name))) {
    return 0;
  }
  if (size == 0 || size > k_most_values) fail(fmt::format("dimension {} has size {}", name, size));
  return size;
}

bool NetcdfReader::has(const char* name) const {
  int variable = -1;
  return ok() && nc_inq_varid(id_, name, &variable) == NC_NOERR;
}

std::string NetcdfReader::attribute(const char* name) {
  const std::string thing = fmt::format("attribute {}", name);
  nc_type type = NC_NAT;
  Index length = 0;
  if (!ok() || !expect(nc_inq_att(id_, NC_GLOBAL, name, &type, &length), thing)) return "";
  if (type != NC_CHAR || length > k_most_values) {
    fail(thing + " is not a text");
    return "";
  }
  std::string text(length, ' ');
  if (length > 0) expect(nc_get_att_text(id_, NC_GLOBAL, name, text.data()), thing);
  return text;
}

int NetcdfReader::attribute_integer(const char* name) {
  const std::string thing = fmt::format("attribute {}", name);
  nc_type type = NC_NAT;
  Index length = 0;
  int value = 0;
  if (!ok() || !expect(nc_inq_att(id_, NC_GLOBAL, name, &type, &length), thing)) return 0;
  if (length != 1 || type == NC_CHAR || type == NC_STRING) {
    fail(thing + " is not a whole number");
    return 0;
  }
  expect(nc_get_att_int(id_, NC_GLOBAL, name, &value), thing);
  return value;
}

std::optional<int> NetcdfReader::find(const char* name, int type, const std::vector<Index>& shape) {
  const std::string thing = fmt::format("variable {}", name);
  int variable = -1;
  nc_type found_type = NC_NAT;
  int dimensions = 0;
  if (!ok() || !expect(nc_inq_varid(id_, name, &variable), thing) ||
      !expect(nc_inq_vartype(id_, variable, &found_type), thing) ||
      !expect(nc_inq_varndims(id_, variable, &dimensions), thing)) {
    return std::nullopt;
  }
  std::vector<int> ids(static_cast<Index>(std::max(dimensions, 0)));
  if (!expect(nc_inq_vardimid(id_, variable, ids.data()), thing)) return std::nullopt;
  std::vector<Index> found(ids.size());
  for (Index d = 0; d < ids.size(); ++d) {
    if (!expect(nc_inq_dimlen(id_, ids[d], &found[d]), thing)) return std::nullopt;
  }
  if (found_type != type) fail(thing + " has another type than expected");
  if (found != shape) {
    fail(fmt::format("{} has shape ({}), expected ({})", thing, fmt::join(found, ", "),
                     fmt::join(shape, ", ")));
  }
  if (count(shape) > k_most_values) fail(thing + " is too large");
  if (!ok()) return std::nullopt;
  return variable;
}

std::vector<std::string> NetcdfReader::texts(const char* name, const std::vector<Index>& shape) {
  const auto variable = find(name, NC_STRING, shape);
  std::vector<std::string> values;
  if (!variable) return values;
  std::vector<char*> pointers(count(shape), nullptr);
  const bool read =
      expect(nc_get_var_string(id_, *variable, pointers.data()), fmt::format("variable {}", name));
  if (!read) return values;
  for (const char* pointer : pointers) values.emplace_back(pointer != nullptr ? pointer : "");
  nc_free_string(pointers.size(), pointers.data());
  return values;
}

std::vector<std::int32_t> NetcdfReader::integers(const char* name,
                                                 const std::vector<Index>& shape) {
  const auto variable = find(name, NC_INT, shape);
  if (!variable) return {};
  std::vector<std::int32_t> values(count(shape));
  expect(nc_get_var_int(id_, *variable, values.data()), fmt::format("variable {}", name));
  return values;
}

Vector NetcdfReader::numbers(const char* name, const std::vector<Index>& shape) {
  const auto variable = find(name, NC_DOUBLE, shape);
  if (!variable) return {};
  Vector values(count(shape));
  expect(nc_get_var_double(id_, *variable, values.data()), fmt::format("variable {}", name));
  return values;
}

void NetcdfReader::numbers(const char* name, const std::vector<Index>& shape,
                           const std::function<std::span<double>(Index part)>& room) {
  const auto variable = find(name, NC_DOUBLE, shape);
  if (!variable) return;
  std::vector<Index> length = shape;
  length[0] = 1;
  std::mutex one_reads;  // the library bears no two at once
  tbb::parallel_for(Index{0}, shape[0], [&](Index part) {
    const std::span<double> place = room(part);
    std::vector<Index> start(shape.size(), 0);
    start[0] = part;
    const std::lock_guard<std::mutex> lock(one_reads);
    if (!ok()) return;
    expect(nc_get_vara_double(id_, *variable, start.data(), length.data(), place.data()),
           fmt::format("variable {}", name));
  });
}

}  // namespace domar::readers
