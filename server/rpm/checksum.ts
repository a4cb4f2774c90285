/** Checksums as rpm-md and lockfiles write them: `algorithm:hex`. */

/** Hex digits by algorithm, as libdnf names them (hy_chksum_name). */
export const CHECKSUM_DIGITS: Readonly<Record<string, number>> = {
  md5: 32,
  sha1: 40,
  sha224: 56,
  sha256: 64,
  sha384: 96,
  sha512: 128,
};
