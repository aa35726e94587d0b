// The reports behind make_report (report.h), one a file.
#pragma once

#include "report/policy.h"
#include "report/report.h"

namespace zhengmai::report {

// REQUIRES: the graph has data for the report (has_data_for).
Report responsibility_report(const Policy& policy, const ReportContext& context);
Report theme_coverage_report(const Policy& policy, const ReportContext& context);
Report co_assignment_report(const Policy& policy, const ReportContext& context);
Report alignment_report(const Policy& policy, const ReportContext& context);

}  // namespace zhengmai::report
