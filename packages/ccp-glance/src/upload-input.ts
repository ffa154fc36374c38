/** What an image says of itself. */
export interface WantedImage {
  readonly name: string;
  readonly diskFormat: string;
  readonly visibility: string;
  /** GiB. */
  readonly minDisk: number;
  /** MiB. */
  readonly minRam: number;
  readonly properties: Readonly<Record<string, string>>;
}

/** Where the bytes are: a file of the container, or a URL with the hash that they must have. */
export type UploadSource = { readonly file: string } | { readonly url: string; readonly sha256: string };

/** Input of the upload program; versioned JSON in the variable `CCP_UPLOAD`. The password is in `OS_PASSWORD`. */
export interface UploadInput {
  readonly version: 1;
  /** Identity API with version. */
  readonly identityUrl: string;
  /** Image API without version. */
  readonly imageUrl: string;
  readonly login: { readonly user: string; readonly project: string; readonly domain: string };
  readonly image: WantedImage;
  readonly source: UploadSource;
}
