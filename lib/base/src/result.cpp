#include "domar/base/result.hpp"

namespace domar {

std::string Error::message() const {
  std::string text = where.empty() ? what : where + ": " + what;
  if (!quote.empty()) text += "\n" + quote;
  if (!hint.empty()) text += "\n   hint: " + hint;
  return text;
}

int exit_status(ErrorCode code) {
  switch (code) {
    case ErrorCode::usage:
      return 2;
    case ErrorCode::bad_input:
    case ErrorCode::shape_mismatch:
    case ErrorCode::bad_value:
    case ErrorCode::not_found:
    case ErrorCode::unbalanced:
    case ErrorCode::not_productive:
      return 3;
    case ErrorCode::no_convergence:
      return 4;
    case ErrorCode::infeasible:
      return 5;
    case ErrorCode::interrupted:
      return 130;
    case ErrorCode::internal:
      break;
  }
  return 1;
}

const char* name_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::bad_input:
      return "bad_input";
    case ErrorCode::shape_mismatch:
      return "shape_mismatch";
    case ErrorCode::bad_value:
      return "bad_value";
    case ErrorCode::not_found:
      return "not_found";
    case ErrorCode::unbalanced:
      return "unbalanced";
    case ErrorCode::not_productive:
      return "not_productive";
    case ErrorCode::usage:
      return "usage";
    case ErrorCode::no_convergence:
      return "no_convergence";
    case ErrorCode::infeasible:
      return "infeasible";
    case ErrorCode::interrupted:
      return "interrupted";
    case ErrorCode::internal:
      break;
  }
  return "internal";
}

}  // namespace domar
