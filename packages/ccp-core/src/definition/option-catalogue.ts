/** Where an image keeps the catalogue of the options that its project knows; images without it are not checked. */
export const optionCatalogueFile = '/usr/local/share/ccp/options.json';

/** One option of oslo.config, as its image tells it. */
export interface OsloOption {
  /** As oslo.config names types, for example `integer value`. */
  readonly type: string;
  readonly default?: unknown;
  readonly min?: number;
  readonly max?: number;
  /** Only these values; absent when all of the type are fine. */
  readonly choices?: readonly string[];
  /** It will go away, and why (may be empty); absent for options that stay. */
  readonly removal?: string;
  /** First sentence of its help. */
  readonly help: string;
}

/** A section of a configuration file. */
export interface OsloSection {
  readonly options: Readonly<Record<string, OsloOption>>;
  /** Old names: to which section and option of today. */
  readonly renamed?: Readonly<Record<string, readonly [section: string, option: string]>>;
  /** The option whose value lists further sections of this kind, for example `enabled_backends`. */
  readonly repeatedBy?: string;
  /** Further options may stand in it that nobody can list; only those of `options` are checked. */
  readonly free?: boolean;
}

/** All options of the project and the libraries of one image. */
export interface OptionCatalogue {
  readonly version: 1;
  readonly sections: Readonly<Record<string, OsloSection>>;
  /** Options that may stand in any section, also in one that is not known. */
  readonly everywhere?: readonly string[];
}
