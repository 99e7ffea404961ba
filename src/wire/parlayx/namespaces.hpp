// The XML namespaces that we write. We read by local name and look at none of them.
#pragma once

namespace hermod::wire::parlayx::ns {

inline constexpr char soap[] = "http://schemas.xmlsoap.org/soap/envelope/";  // SOAP 1.1 section 4
inline constexpr char huawei[] = "http://www.huawei.com.cn/schema/common/v2_1";
inline constexpr char common[] = "http://www.csapi.org/schema/parlayx/common/v2_1";
inline constexpr char send[] = "http://www.csapi.org/schema/parlayx/sms/send/v2_2/local";
inline constexpr char manager[] = "http://www.csapi.org/schema/parlayx/sms/notification_manager/v2_3/local";
inline constexpr char notification[] = "http://www.csapi.org/schema/parlayx/sms/notification/v2_2/local";

}  // namespace hermod::wire::parlayx::ns
