import type { Product } from '../product.ts';

/** Programs of a Java runtime that its launcher is linked into. */
const LAUNCHERS = ['java', 'javac', 'jdb', 'java.exe'];

/** `8.0.352` of `1.8.0_352-b08`, as Bitnami writes it; the build is no part of it. */
function javaRelease(version: string): string {
  return version
    .replace(/^1\.(?=[5-8]\.)/, '')
    .replace('_', '.')
    .replace(/^(\d+)\.0\.(\d+)\.(\d+)/, '$1.$2.$3')
    .replace(/[+-].*$/, '');
}

/**
 * Java runtimes, of what the launcher was built with.
 *
 * https://github.com/openjdk/jdk/blob/master/src/java.base/share/native/launcher/main.c
 */
export const JAVA: readonly Product[] = [
  {
    name: 'graalvm',
    purl: 'generic/oracle/graalvm',
    cpes: [],
    programs: [
      {
        files: LAUNCHERS,
        versions: [
          {
            anchor: '-jvmci-',
            before: 32,
            after: 40,
            version: /\0(?<version>\d{1,2}(?:\.\d{1,3}){0,3}\+\d{1,3}-jvmci-[\w.-]{1,20})\0/,
          },
        ],
      },
    ],
    advisoryVersion: javaRelease,
  },
  {
    name: 'openjdk',
    purl: 'generic/oracle/openjdk',
    cpes: ['oracle:openjdk'],
    bitnami: 'java',
    programs: [
      {
        files: LAUNCHERS,
        unless: '-jvmci-',
        versions: [
          {
            anchor: '\0openjdk\0',
            after: 80,
            version:
              /^\0openjdk\0+(?:java|javac|jdb)\0+\d\.\d\0+(?<version>(?:1\.8\.0_\d{1,3}-b\d\d|\d{1,2}(?:\.\d{1,3}){0,3}\+\d{1,3}(?:-\w[\w.-]{0,30})?))\0/,
          },
          {
            anchor: '\0openjdk\0',
            before: 48,
            after: 16,
            version:
              /\0(?<version>\d{1,2}(?:\.\d{1,3}){0,3}\+\d{1,3}(?:-\w[\w.-]{0,30})?)\0+openjdk\0/,
          },
        ],
      },
      {
        files: ['release'],
        unless: 'Oracle Corporation"',
        versions: [
          {
            anchor: 'JAVA_RUNTIME_VERSION="',
            version:
              /="(?<version>(?:1\.8\.0_\d{1,3}-b\d\d|\d{1,2}(?:\.\d{1,3}){0,3}\+\d{1,3}(?:-\w[\w.-]{0,30})?))"/,
          },
        ],
      },
    ],
    advisoryVersion: javaRelease,
  },
  {
    name: 'jre',
    purl: 'generic/oracle/jre',
    cpes: [],
    programs: [
      {
        files: LAUNCHERS,
        unless: '\0openjdk\0',
        versions: [
          {
            anchor: '\x000.0\0java\0',
            before: 48,
            after: 16,
            version:
              /\0(?<version>\d{1,2}(?:\.\d{1,3}){0,3}\+\d{1,3}(?:-(?:LTS-)?\d{1,4})?)\0+0\.0/,
          },
          {
            anchor: '\0java\x001.8\0',
            version: /java\0+1\.8\0(?<version>1\.8\.0_\d{1,3}-b\d\d)\0/,
          },
        ],
      },
    ],
    advisoryVersion: javaRelease,
  },
];
