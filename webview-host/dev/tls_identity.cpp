// SPDX-License-Identifier: MIT
//
// tls_identity — a key on P-256, which never leaves the process; a certificate for a year, because
// browsers take none that is for much longer.
#include "webview-host/dev/tls_identity.hpp"

#include <boost/asio/ip/address.hpp>

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <array>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>

namespace fairlead::host {
namespace {

constexpr long hour = 3'600, year = 365L * 24 * hour;

template <auto release>
struct releaser {
    template <class T>
    void operator()(T* what) const noexcept {
        release(what);
    }
};
using key_handle = std::unique_ptr<EVP_PKEY, releaser<EVP_PKEY_free>>;
using certificate_handle = std::unique_ptr<X509, releaser<X509_free>>;
using extension_handle = std::unique_ptr<X509_EXTENSION, releaser<X509_EXTENSION_free>>;
using bio_handle = std::unique_ptr<BIO, releaser<BIO_vfree>>;

/// Of a function of OpenSSL, which gives null or 0 when it fails.
template <class T>
T made(T what) {
    if (!what) throw std::runtime_error{"OpenSSL makes no certificate here"};
    return what;
}

template <class Write>
std::string pem_of(Write write) {
    const bio_handle memory{made(BIO_new(BIO_s_mem()))};
    made(write(memory.get()));
    char* text = nullptr;
    const long bytes = BIO_get_mem_data(memory.get(), &text);
    return {text, static_cast<std::size_t>(bytes)};
}

void extend(X509* certificate, int what, std::string const& text) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    const extension_handle extension{
        made(X509V3_EXT_conf_nid(nullptr, &context, what, text.c_str()))};
    made(X509_add_ext(certificate, extension.get(), -1));
}

/// Two with the same number and issuer a browser takes for a forgery.
void number(X509* certificate) {
    std::array<unsigned char, 8> bytes{};
    made(RAND_bytes(bytes.data(), bytes.size()) == 1);
    std::uint64_t value = 0;
    for (const auto byte : bytes) value = value << 8 | byte;
    made(ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), value >> 1));
}

tls_identity self_made(std::vector<std::string> const& names) {
    const key_handle key{made(EVP_EC_gen("P-256"))};
    const certificate_handle certificate{made(X509_new())};
    auto* one = certificate.get();
    made(X509_set_version(one, X509_VERSION_3));
    number(one);
    made(X509_gmtime_adj(X509_getm_notBefore(one), -hour));
    made(X509_gmtime_adj(X509_getm_notAfter(one), year));
    made(X509_set_pubkey(one, key.get()));
    auto* name = X509_get_subject_name(one);
    constexpr std::string_view title = "fairlead dev";
    made(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                                    reinterpret_cast<unsigned char const*>(title.data()),
                                    static_cast<int>(title.size()), -1, 0));
    made(X509_set_issuer_name(one, name));
    extend(one, NID_subject_alt_name, alternative_names(names));
    extend(one, NID_basic_constraints, "critical,CA:FALSE");
    extend(one, NID_key_usage, "critical,digitalSignature");
    extend(one, NID_ext_key_usage, "serverAuth");
    made(X509_sign(one, key.get(), EVP_sha256()));
    tls_identity made_one;
    made_one.certificate = pem_of([one](BIO* to) { return PEM_write_bio_X509(to, one); });
    made_one.key = pem_of([&key](BIO* to) {
        return PEM_write_bio_PrivateKey(to, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    });
    return made_one;
}

std::string text_of(std::filesystem::path const& file) {
    std::ifstream in{file, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    if (text.empty()) throw std::runtime_error{file.native() + ": cannot be read, or is empty"};
    return text;
}

/// Without its port, and without the brackets of a number.
std::string bare(std::string_view name) {
    if (name.starts_with('[')) return std::string{name.substr(1, name.find(']') - 1)};
    return std::string{name.substr(0, name.find(':'))};
}

}  // namespace

std::string alternative_names(std::vector<std::string> const& names) {
    std::string all = "DNS:localhost,IP:127.0.0.1,IP:::1";
    for (auto const& name : names) {
        const auto host = bare(name);
        // It is read as a list.
        if (host.empty() || host.find_first_of(",;\n ") != host.npos) continue;
        boost::system::error_code not_one;
        boost::asio::ip::make_address(host, not_one);
        all.append(not_one ? ",DNS:" : ",IP:").append(host);
    }
    return all;
}

tls_identity tls_identity_of(tls_options const& options, std::vector<std::string> const& names) {
    if (options.certificate.empty()) return self_made(names);
    return {text_of(options.certificate), text_of(options.key), options.certificate.native(),
            options.key.native()};
}

}  // namespace fairlead::host
