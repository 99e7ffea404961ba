// For tests: an authority, certificates below it, and their files; gone with the object.
#pragma once

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "base/scratch_folder.hpp"

namespace hermod::net {

struct test_certificates {
    struct pair {
        X509* certificate = nullptr;
        EVP_PKEY* key = nullptr;
        std::string certificate_file, key_file;
    };

    test_certificates() { authority = issue("authority", nullptr); }
    ~test_certificates() {
        for (auto& one : made) {
            X509_free(one.certificate);
            EVP_PKEY_free(one.key);
        }
    }
    test_certificates(const test_certificates&) = delete;
    test_certificates& operator=(const test_certificates&) = delete;

    // For `name`, valid from an hour ago for `seconds`; signed by `by`, or by itself.
    pair issue(const std::string& name, const pair* by, long seconds = 7200, const std::string& alternative = {}) {
        pair out;
        out.key = EVP_EC_gen("P-256");
        X509* x = out.certificate = X509_new();
        X509_set_version(x, 2);
        ASN1_INTEGER_set(X509_get_serialNumber(x), static_cast<long>(made.size()) + 1);
        X509_gmtime_adj(X509_getm_notBefore(x), -3600);
        X509_gmtime_adj(X509_getm_notAfter(x), seconds - 3600);
        X509_set_pubkey(x, out.key);
        X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN", MBSTRING_ASC,
                                   reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
        X509_set_issuer_name(x, X509_get_subject_name(by ? by->certificate : x));
        extend(x, NID_basic_constraints, by ? "CA:FALSE" : "critical,CA:TRUE");
        if (!alternative.empty()) extend(x, NID_subject_alt_name, alternative);
        X509_sign(x, by ? by->key : out.key, EVP_sha256());
        const std::string at = folder.file(std::to_string(made.size()));
        out.certificate_file = at + ".pem";
        out.key_file = at + ".key";
        write(out.certificate_file, [&](BIO* to) { PEM_write_bio_X509(to, x); });
        write(out.key_file, [&](BIO* to) { PEM_write_bio_PrivateKey(to, out.key, nullptr, nullptr, 0, nullptr, nullptr); });
        made.push_back(out);
        return out;
    }
    template <class Content>
    static void write(const std::string& path, Content content) {
        BIO* to = BIO_new_file(path.c_str(), "w");
        content(to);
        BIO_free(to);
    }
    static void extend(X509* x, int kind, const std::string& value) {
        X509_EXTENSION* made = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str());
        X509_add_ext(x, made, -1);
        X509_EXTENSION_free(made);
    }

    scratch_folder folder;
    std::vector<pair> made;
    pair authority;
};

}  // namespace hermod::net
