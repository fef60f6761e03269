import type { Product } from '../product.ts';

/** Libraries, and the programs that come with them. */
export const LIBRARIES: readonly Product[] = [
  {
    name: 'openssl',
    cpes: ['openssl:openssl'],
    programs: [
      {
        files: ['openssl', { prefix: 'libcrypto', rest: /^(?:-[\w.-]{1,16})?\.so[\d.]{0,8}$/ }],
        versions: [
          {
            anchor: 'OpenSSL ',
            version:
              /^OpenSSL (?<version>(?:0\.9\.\d|1\.[01]\.\d)[a-z]{0,2}|[3-9]\.\d{1,2}\.\d{1,3}(?:-(?:alpha|beta|dev)\d{0,2})?)(?:-fips)? {1,2}\d{1,2} [A-Z][a-z]{2} \d{4}/,
          },
        ],
      },
    ],
  },
  {
    name: 'curl',
    cpes: ['haxx:curl', 'curl:curl', 'haxx:libcurl', 'curl:libcurl'],
    programs: [
      {
        files: ['curl', { prefix: 'libcurl', rest: /^(?:-gnutls|-nss)?\.so[\d.]{0,8}$/ }],
        versions: [
          {
            anchor: 'curl/',
            before: 3,
            version: /(?:lib)?curl\/(?<version>[78]\.\d{1,3}\.\d{1,2})(?![\w.-])/,
          },
          {
            anchor: 'curl ',
            version: /^curl (?<version>[78]\.\d{1,3}\.\d{1,2}) \([\w.-]{1,60}\)/,
          },
        ],
      },
    ],
  },
  {
    name: 'zlib',
    cpes: ['zlib:zlib'],
    programs: [
      {
        files: [{ prefix: 'libz.so', rest: /^[\d.]{0,10}$/ }],
        versions: [
          {
            anchor: ' deflate 1.',
            version: /^ deflate (?<version>1\.\d{1,2}(?:\.\d{1,2}){0,2}) Copyright/,
          },
        ],
      },
    ],
  },
  {
    name: 'expat',
    cpes: ['libexpat_project:libexpat', 'libexpat:expat'],
    programs: [
      {
        files: [{ prefix: 'libexpat.so', rest: /^[\d.]{0,10}$/ }],
        versions: [{ anchor: 'expat_2.', version: /^expat_(?<version>2\.\d{1,2}\.\d{1,2})\0/ }],
      },
    ],
  },
  {
    name: 'libpng',
    cpes: ['libpng:libpng'],
    programs: [
      {
        files: [{ prefix: 'libpng1', rest: /^[26]\.so[\d.]{0,10}$/ }],
        versions: [
          { anchor: 'libpng version 1.', version: /version (?<version>1\.\d\.\d{1,3})\b/ },
        ],
      },
    ],
  },
  {
    name: 'krb5',
    cpes: ['mit:kerberos_5'],
    programs: [
      {
        files: [{ prefix: 'libkrb5.so', rest: /^[\d.]{0,12}$/ }],
        versions: [
          {
            anchor: 'KRB5_BRAND: krb5-',
            version: /krb5-(?<version>\d\.\d{1,2}(?:\.\d{1,2})?)-/,
          },
        ],
      },
    ],
  },
  {
    name: 'heimdal-krb5',
    cpes: ['heimdal_project:heimdal'],
    programs: [
      {
        files: [{ prefix: 'libkrb5.so', rest: /^[\d.]{0,12}$/ }],
        versions: [
          {
            anchor: '$Version: Heimdal ',
            version: /Heimdal (?<version>\d\.\d{1,2}\.\d{1,2}) /,
          },
        ],
      },
    ],
  },
  {
    name: 'qtbase',
    cpes: ['qt:qt', 'qt:qtbase'],
    programs: [
      {
        files: [{ prefix: 'libQt', rest: /^[456]?Core\.so[\d.]{0,10}$/ }],
        versions: [{ anchor: '\0Qt ', version: /^\0Qt (?<version>\d\.\d{1,2}\.\d{1,2}) \(/ }],
      },
    ],
  },
  {
    name: 'gnutls',
    cpes: ['gnu:gnutls'],
    programs: [
      {
        files: [{ prefix: 'libgnutls.so', rest: /^[\d.]{0,12}$/ }],
        versions: [
          { anchor: 'Enabled GnuTLS ', version: /GnuTLS (?<version>3\.\d{1,2}\.\d{1,2})\b/ },
        ],
      },
    ],
  },
];
