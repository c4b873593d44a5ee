#include "domar/readers/mat_file.hpp"

#include <matio.h>

#include <memory>
#include <mutex>
#include <optional>

namespace domar::readers {

namespace {

/// More values than this no byte of a file can stand for (deflate packs 1,032 bytes into one), and
/// a value takes a byte at least: a damaged header must not make us ask for all the memory.
constexpr Index k_most_values_per_byte = 1'032;

struct CloseFile {
  void operator()(mat_t* file) const { Mat_Close(file); }
};
struct FreeVariable {
  void operator()(matvar_t* variable) const { Mat_VarFree(variable); }
};
using File = std::unique_ptr<mat_t, CloseFile>;
using Variable = std::unique_ptr<matvar_t, FreeVariable>;

/// HDF5 below version 7.3 files is not thread-safe.
std::mutex& library() {
  static std::mutex mutex;
  return mutex;
}

template <class Number>
void copy(const void* data, Vector& values) {
  const auto* const numbers = static_cast<const Number*>(data);
  for (Index n = 0; n < values.size(); ++n) values[n] = static_cast<double>(numbers[n]);
}

/// Values as double, whatever the file holds; false for what is not a number.
bool copy_values(const matvar_t& variable, Vector& values) {
  switch (variable.data_type) {
    case MAT_T_DOUBLE:
      copy<double>(variable.data, values);
      return true;
    case MAT_T_SINGLE:
      copy<float>(variable.data, values);
      return true;
    case MAT_T_INT8:
      copy<mat_int8_t>(variable.data, values);
      return true;
    case MAT_T_UINT8:
      copy<mat_uint8_t>(variable.data, values);
      return true;
    case MAT_T_INT16:
      copy<mat_int16_t>(variable.data, values);
      return true;
    case MAT_T_UINT16:
      copy<mat_uint16_t>(variable.data, values);
      return true;
    case MAT_T_INT32:
      copy<mat_int32_t>(variable.data, values);
      return true;
    case MAT_T_UINT32:
      copy<mat_uint32_t>(variable.data, values);
      return true;
    case MAT_T_INT64:
      copy<mat_int64_t>(variable.data, values);
      return true;
    case MAT_T_UINT64:
      copy<mat_uint64_t>(variable.data, values);
      return true;
    default:
      return false;
  }
}

bool is_real_number(const matvar_t& variable) {
  return variable.isComplex == 0 && variable.class_type >= MAT_C_DOUBLE &&
         variable.class_type <= MAT_C_UINT64;
}

/// Number of values; nothing if there are more than `most`: the header is not to be believed.
std::optional<Index> count(const matvar_t& variable, Index most) {
  Index total = 1;
  for (int d = 0; d < variable.rank; ++d) {
    const Index size = variable.dims[d];
    if (size != 0 && total > most / size) return std::nullopt;
    total *= size;
  }
  return total;
}

}  // namespace

Result<std::map<std::string, MatArray>> read_mat_file(const std::filesystem::path& path) {
  std::error_code ignored;
  const std::string shown = path.filename().string();
  if (!std::filesystem::is_regular_file(path, ignored)) {
    return Error{ErrorCode::not_found, "there is no such file", shown, "", ""};
  }
  const std::lock_guard lock(library());
  const File file(Mat_Open(path.c_str(), MAT_ACC_RDONLY));
  if (!file) {
    return Error{ErrorCode::bad_input, "this is not a MAT file", shown,
                 "MATLAB writes one with: save name.mat", ""};
  }
  const Index most = k_most_values_per_byte * std::filesystem::file_size(path, ignored);
  std::map<std::string, MatArray> arrays;
  while (true) {
    const Variable variable(Mat_VarReadNextInfo(file.get()));
    if (!variable) return arrays;
    if (variable->name == nullptr || !is_real_number(*variable)) continue;
    const auto damaged = [&](const char* what) {
      return Error{ErrorCode::bad_input, what, shown + ": " + variable->name, "", ""};
    };
    const auto values = count(*variable, most);
    if (!values) return damaged("the array is larger than a file of this size can hold");
    if (Mat_VarReadDataAll(file.get(), variable.get()) != 0) return damaged("cannot be read");
    MatArray array;
    for (int d = 0; d < variable->rank; ++d) array.shape.push_back(variable->dims[d]);
    array.values.assign(*values, 0.0);
    if (*values > 0 && (variable->data == nullptr ||
                        variable->nbytes < *values * Mat_SizeOf(variable->data_type) ||
                        !copy_values(*variable, array.values))) {
      return damaged("the array has fewer numbers than its header says");
    }
    arrays[variable->name] = std::move(array);
  }
}

}  // namespace domar::readers
