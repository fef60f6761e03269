/**
 * Advisory lock of PostgreSQL: held alone while objects of blobs are removed, and shared by backups, which
 * read them. Any number that nobody else uses for a lock of this kind.
 */
export const SWEEP_LOCK = 7_070_002;
