/** What checks may use of the deployed environment. */
export interface VerifyAccess {
  readonly identityUrl: string;
  readonly adminUser: string;
  readonly adminProject: string;
  readonly adminDomain: string;
  adminPassword(): string;
}
