/* oxlint-disable max-lines, typescript/no-redundant-type-constituents -- generated */
// Made by `npm run docs` from the routes of src/api/contract; do not edit.

export type Account = {
  readonly name: string;
  readonly displayName: string;
  readonly email?: string;
  readonly isEmailVerified: boolean;
  readonly isAdministrator: boolean;
  readonly hasPassword: boolean;
  /** One-time codes (TOTP) are asked for. */
  readonly hasSecondStep: boolean;
  readonly identities: readonly {
    readonly provider: string;
    /** UTC. */
    readonly since: string;
  }[];
  /** UTC. */
  readonly createdAt: string;
};

export type Activation = {
  readonly isActive: boolean;
  /** Images that the back-fill has queued. */
  readonly queued?: number;
};

export type AdministeredNamespace = {
  readonly name: string;
  readonly kind: 'personal' | 'organization';
  readonly plan: Plan;
  /** The first ten. */
  readonly owners: readonly string[];
  readonly repositories: number;
  /** Of its blobs, each once. */
  readonly bytes: number;
  readonly quotaBytes?: number;
  /** UTC. */
  readonly createdAt: string;
};

export type AdministeredNamespacePage = {
  readonly items: readonly AdministeredNamespace[];
  /** For `after`; absent on the last page. */
  readonly next?: string;
};

export type AdvisorySnapshot = {
  readonly number: number;
  /** Of the snapshot. */
  readonly digest: string;
  readonly createdAt: string;
  /** Only the famous vulnerabilities that come with the program. */
  readonly isStarter: boolean;
  readonly namespaces: number;
  /** Of each feed, when its publisher was last asked and had nothing newer. */
  readonly checked: Readonly<Record<string, string>>;
  readonly progress?: {
    readonly feed: string;
    readonly stage: string;
    readonly records: number;
  };
  readonly failure?: {
    readonly code: string;
    readonly message: string;
    readonly at: string;
  };
};

export type AffectedCounts = {
  /** Images with a report that I may see. */
  readonly checked: number;
  readonly affected: number;
  readonly notAffected: number;
  /** Of these, images that a tag leads to. */
  readonly currentChecked: number;
  readonly currentAffected: number;
  readonly repositoriesAffected: number;
};

export type AffectedImage = {
  /** namespace/repository. */
  readonly repository: string;
  /** Of the image of one platform. */
  readonly digest: string;
  /** linux/amd64; sbom of a pushed SBOM. */
  readonly platform: string;
  /** That lead to it, by name; twenty at most. */
  readonly tags: readonly string[];
  /** A tag leads to it. */
  readonly isCurrent: boolean;
  /** The worst of its packages. */
  readonly severity: Severity;
  /** In the repository. */
  readonly firstSeen?: string;
  readonly packages: readonly AffectedPackageIn[];
};

export type AffectedImagePage = {
  /** As it was asked for. */
  readonly id: string;
  /** Every id that was looked for. */
  readonly ids: readonly string[];
  readonly items: readonly AffectedImage[];
  /** For `after`; absent on the last page. */
  readonly next?: string;
  /** On the first page; filters do not bear on it. */
  readonly counts?: AffectedCounts;
};

export type AffectedPackage = {
  /** Debian:12, npm. */
  readonly namespace: string;
  /** The purl type: deb, npm. */
  readonly type: string;
  readonly name: string;
  /** Twenty at most. */
  readonly statements: readonly AffectedStatement[];
};

export type AffectedPackageIn = {
  /** As the report calls it. */
  readonly vulnerability: string;
  /** deb, npm .... */
  readonly type: string;
  readonly name: string;
  readonly version: string;
  /** That brought it; 0 is the lowest. */
  readonly layer: number;
  readonly severity: Severity;
  readonly fixedIn?: string;
};

export type AffectedStatement = {
  readonly advisory: string;
  readonly source: string;
  readonly status: 'fix_available' | 'affected' | 'will_not_fix' | 'fix_deferred' | 'end_of_life' | 'under_investigation' | 'not_affected';
  /** Affected in any of them. */
  readonly ranges: readonly (readonly RangeEvent[])[];
  /** Listed one by one; fifty at most. */
  readonly versions: readonly string[];
  readonly versionCount: number;
  readonly severity?: Severity;
  readonly isUnimportant: boolean;
  readonly module?: string;
  readonly architectures: readonly string[];
};

/** The last push changed the base: what was to be expected, beside what came. */
export type AfterPush = {
  /** The image that the tag had before. */
  readonly before: string;
  readonly at: string;
  readonly from: {
    /** namespace/repository. */
    readonly repository: string;
    readonly tag: string;
    /** Of the image of the platform. */
    readonly digest: string;
  };
  readonly to: {
    /** namespace/repository. */
    readonly repository: string;
    readonly tag: string;
    /** Of the image of the platform. */
    readonly digest: string;
  };
  readonly past: SeverityCounts;
  readonly predicted: SeverityCounts;
  readonly actual: SeverityCounts;
};

export type AnalysisEvent = {
  readonly kind: 'resync';
} | {
  readonly kind: 'state';
  /** sha256:... or sha512:.... */
  readonly digest: string;
  readonly platform: string;
  readonly state: AnalysisState;
} | {
  readonly kind: 'activation';
  readonly isActive: boolean;
} | {
  readonly kind: 'snapshot';
  readonly number: number;
  /** sha256:... or sha512:.... */
  readonly digest: string;
};

export type AnalysisHistoryEntry = {
  readonly at: string;
  readonly cause: 'push' | 'rerun' | 'back_fill' | 'sbom' | 'advisories' | 'revision';
  readonly by: string;
  readonly state: AnalysisState;
  readonly requestId: string;
  readonly tag?: string;
  /** Where a push put it in the place of another image of the tag, or new advisories changed what is said of it. */
  readonly change?: {
    /** Digest of the image that the tag had before. */
    readonly before: string;
    readonly opened: SeverityCounts;
    readonly closed: SeverityCounts;
  };
};

export type AnalysisHistoryPage = {
  readonly items: readonly AnalysisHistoryEntry[];
  /** For `after`; absent on the last page. */
  readonly next?: string;
};

export type AnalysisResult = {
  /** Goes up with every result of this manifest. */
  readonly generation: number;
  readonly state: AnalysisState;
  readonly analyzedAt: string;
  readonly summary?: Summary;
  /** Of advisories. */
  readonly snapshot?: {
    readonly number: number;
    /** sha256:... or sha512:.... */
    readonly digest: string;
    readonly createdAt: string;
    readonly isStarter: boolean;
  };
  readonly analyzerRevision: string;
  /** The present advisories were looked at since, and say the same. */
  readonly newerAgree?: true;
  readonly isPresentRevision: boolean;
};

export type AnalysisState = {
  readonly kind: 'inactive';
} | {
  readonly kind: 'not_analyzed';
} | {
  readonly kind: 'queued';
  /** 1 is next. */
  readonly position: number;
  readonly etaSeconds?: number;
} | {
  readonly kind: 'analyzing';
  readonly layersDone: number;
  readonly layers: number;
  readonly bytes: number;
  readonly totalBytes: number;
} | {
  readonly kind: 'matching';
} | {
  readonly kind: 'complete';
} | {
  readonly kind: 'complete_with_gaps';
  readonly gaps: readonly Diagnostic[];
  readonly gapCount: number;
} | {
  readonly kind: 'no_packages';
} | {
  readonly kind: 'no_advisory_coverage';
  readonly reasons: readonly Diagnostic[];
} | {
  readonly kind: 'unsupported';
  readonly what: 'platform' | 'media_type' | 'attestation' | 'artifact_type';
  readonly message: string;
} | {
  readonly kind: 'too_large';
  readonly limit: string;
  readonly allowed: number;
  readonly actual: number;
} | {
  readonly kind: 'failed';
  readonly code: string;
  readonly message: string;
  readonly attempt: number;
  readonly nextRetryAt?: string;
  readonly requestId: string;
} | {
  readonly kind: 'cancelled';
  readonly by: string;
};

export type AuditEntry = {
  /** UTC. */
  readonly at: string;
  readonly actor: string;
  readonly deed: string;
  readonly object: string;
  /** `done`, or the code of the refusal. */
  readonly result: string;
  readonly requestId: string;
  readonly address: string;
  readonly details: Readonly<Record<string, string | number | boolean>>;
};

export type AuditPage = {
  readonly items: readonly AuditEntry[];
  /** For `after`; absent on the last page. */
  readonly next?: string;
};

export type BackFill = {
  readonly kind: 'nothing';
} | {
  readonly kind: 'newest';
  readonly count: number;
} | {
  readonly kind: 'all';
};

export type BaseInUse = {
  /** namespace/repository. */
  readonly repository: string;
  readonly tag: string;
  /** Of the image of the platform. */
  readonly digest: string;
  /** When the tag came to it for the last time. */
  readonly at: string;
  /** False: the tag leads elsewhere by now, or is gone. */
  readonly isCurrent: boolean;
  /** The tag leads to another image by now. */
  readonly isStale: boolean;
  /** That tags lead to now and that are built on it. */
  readonly images: number;
};

export type BaseInUsePage = {
  readonly items: readonly BaseInUse[];
  /** For `after`; absent on the last page. */
  readonly next?: string;
};

export type BaseOption = {
  /** namespace/repository. */
  readonly repository: string;
  readonly tag: string;
  /** Of the image of the platform. */
  readonly digest: string;
  /** refresh: the same tag, as it is now. */
  readonly kind: 'refresh' | 'change';
  /** Absent where one of the images has no result of the present analyzer. */
  readonly prediction?: BasePrediction;
};

export type BaseOptions = {
  /** Of the image manifest. */
  readonly digest: string;
  readonly platform: string;
  readonly generation: number;
  /** The same tags first. */
  readonly bases: readonly BaseOption[];
  readonly afterPush?: AfterPush;
};

/** By the advisories of now. */
export type BasePrediction = {
  /** Of the image as it is. */
  readonly present: SeverityCounts;
  readonly predicted: SeverityCounts;
  /** Findings that are not there any more. */
  readonly gone: number;
  readonly added: number;
  readonly risks: readonly BaseRisk[];
};

/** Why it may come otherwise when it is really built. */
export type BaseRisk = {
  readonly kind: 'other-distribution' | 'installed-anew' | 'not-in-base';
  readonly from?: string;
  readonly to?: string;
  /** The first names. */
  readonly packages?: readonly string[];
  readonly count?: number;
};

export type BaseUse = {
  /** namespace/repository. */
  readonly repository: string;
  readonly tag: string;
  /** Of the image of the platform. */
  readonly digest: string;
  /** On what the tag asked for led to before. */
  readonly isStale: boolean;
};

export type BulkActivation = {
  readonly changed: readonly string[];
  readonly queued?: number;
};

export type CancelledAnalyses = {
  readonly cancelled: number;
};

export type Chore = {
  /** UTC. */
  readonly finishedAt: string;
  /** Numbers by name. */
  readonly report: Readonly<Record<string, number>>;
};

/** docs/schema/comparison-1.schema.json. */
export type Comparison = Readonly<Record<string, unknown>>;

export type ConfigCheck = {
  readonly id: string;
  readonly place: string;
  readonly message: string;
  readonly advice: string;
};

export type DeletedManifest = {
  readonly tags: readonly string[];
};

export type DeletedTag = {
  /** sha256:... or sha512:.... */
  readonly digest: string;
  /** That still point to the image. */
  readonly otherTags: readonly string[];
};

export type Descriptor = {
  readonly mediaType: string;
  /** sha256:... or sha512:.... */
  readonly digest: string;
  readonly size: number;
  readonly platform?: string;
  readonly artifactType?: string;
  readonly annotations?: Readonly<Record<string, string>>;
};

export type Diagnostic = {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly path?: string;
};

export type Disk = {
  readonly folder: string;
  readonly freeBytes: number;
  readonly totalBytes: number;
};

export type EnvironmentVariable = {
  readonly name: string;
  readonly value: string;
  /** It looks secret: `value` says so instead. */
  readonly isRedacted: boolean;
};

/** That it is used within 30 days: 0.94 is 94 %. */
export type Epss = {
  readonly probability: number;
  readonly percentile: number;
};

/** docs/schema/report-1.schema.json, `evidence`. */
export type Evidence = Readonly<Record<string, unknown>>;

export type ExecutableCoverage = {
  readonly all: FileSum;
  /** What no package owns, was read from, or carries in its folder. */
  readonly unknown: {
    readonly files: number;
    /** Uncompressed. */
    readonly bytes: number;
  };
  /** Of the unknown ones, the largest first; at most 100. */
  readonly largest: readonly UnknownExecutable[];
};

/** docs/schema/explanation-1.schema.json. */
export type Explanation = Readonly<Record<string, unknown>>;

export type Feed = {
  readonly name: string;
  readonly title: string;
  /** Of the data. */
  readonly licence: string;
  /** In the active snapshot. */
  readonly records: number;
  /** Records that could not be read. */
  readonly skipped: number;
  /** Advisory namespaces that it speaks of. */
  readonly namespaces: number;
  /** On disk: its shards, and the files they were made of. */
  readonly bytes: number;
  /** When its publisher was last asked with success; absent: never. */
  readonly freshAt?: string;
  /** Newest date in the data itself. */
  readonly newestAt?: string;
  readonly triedAt: string;
  /** Not fetched with success for over a day. */
  readonly isStale: boolean;
  /** Of the last try. */
  readonly failure?: {
    readonly code: string;
    readonly message: string;
  };
};

export type FeedPage = {
  readonly items: readonly Feed[];
  /** For `after`; absent on the last page. */
  readonly next?: string;
};

export type FeedUpdate = {
  readonly feeds: number;
};

export type FeedsStatus = {
  /** Mirrors and folders of DRYDOCK_FEEDS; none: each feed’s own address. */
  readonly origins: readonly string[];
  /** Nothing is fetched but from folders. */
  readonly isOffline: boolean;
  /** That run, or wait for those that do. */
  readonly updates: number;
  /** What happens now. */
  readonly progress?: {
    readonly feed: string;
    readonly stage: string;
    readonly records: number;
  };
  /** Of the last update, if it failed as a whole. */
  readonly failure?: {
    readonly code: string;
    readonly message: string;
    readonly at: string;
  };
  /** Since then the active snapshot stays, whatever updates bring; absent: not so. */
  readonly pinnedAt?: string;
};

export type FileLedger = {
  /** Of the image manifest. */
  readonly digest: string;
  readonly platform: string;
  readonly generation: number;
  /** Absent where no layers were read: of an SBOM, of an old result. */
  readonly executables?: ExecutableCoverage;
  readonly leftovers?: Leftovers;
  /** Absent where nobody searched for them. */
  readonly secrets?: Secrets;
  /** Bills of materials that lie in the image, held against its packages; at most 50. */
  readonly sboms?: readonly SbomComparison[];
};

export type FileSum = {
  readonly files: number;
  /** Uncompressed. */
  readonly bytes: number;
};

export type Finding = {
  readonly id: string;
  /** Every id and alias, `id` first. */
  readonly ids: readonly string[];
  readonly vendorIds: readonly string[];
  readonly class: 'vulnerability' | 'malware';
  /** What the vendor says: fix_available, affected, .... */
  readonly status: string;
  readonly severity: Severity;
  readonly severitySource?: string;
  readonly score?: number;
  /** Of CVSS, from the same source. */
  readonly vector?: string;
  readonly ratings: readonly SeverityRating[];
  /** `0` is all earlier versions. */
  readonly introduced?: string;
  /** Where `introduced` is only `0`: the upstream version. */
  readonly upstreamIntroduced?: string;
  readonly fixedIn?: string;
  readonly lastAffected?: string;
  /** A channel that the image did not enable. */
  readonly fixElsewhere?: {
    readonly channel: string;
    readonly version: string;
  };
  /** Why it is not counted in totals. */
  readonly hidden?: string;
  readonly confidence: 'exact' | 'derived' | 'heuristic';
  readonly knownExploited?: KnownExploited;
  readonly epss?: Epss;
  /** Index into `packages` of the report. */
  readonly package: number;
  readonly packageName: string;
  readonly packageVersion: string;
  readonly packageType: string;
  readonly purl?: string;
  /** Index, 0 the lowest. */
  readonly layer: number;
  /** The history line of the layer. */
  readonly createdBy?: string;
  /** The first ones. */
  readonly locations: readonly string[];
  readonly locationCount: number;
  readonly evidence: readonly Evidence[];
  /** The key of its package’s row. */
  readonly group: string;
  /** The tag’s image before had it not. */
  readonly isNew: boolean;
  /** In this repository; absent: hidden. */
  readonly firstSeen?: string;
};

export type FindingFacets = {
  readonly severities: Readonly<Record<string, number>>;
  readonly fixable: number;
  readonly exploited: number;
  readonly fresh: number;
  readonly types: readonly TextFacet[];
  readonly layers: readonly LayerFacet[];
  /** By reason. */
  readonly hidden: Readonly<Record<string, number>>;
};

export type FindingGroupPage = {
  /** Of the image manifest. */
  readonly digest: string;
  readonly platform: string;
  readonly generation: number;
  readonly items: readonly (PackageGroup | VulnerabilityGroup)[];
  readonly totals: FindingTotals;
  readonly facets: FindingFacets;
  /** By the push of the tag; absent: its first, or asked for by digest. */
  readonly change?: ImageChange;
  /** For `after`; absent on the last page. */
  readonly next?: string;
};

export type FindingPage = {
  /** Of the image manifest. */
  readonly digest: string;
  readonly platform: string;
  readonly generation: number;
  readonly items: readonly Finding[];
  readonly total: number;
  /** For `after`; absent on the last page. */
  readonly next?: string;
};

export type FindingTotals = {
  readonly groups: number;
  /** Pairs of a vulnerability and a package. */
  readonly findings: number;
  readonly vulnerabilities: number;
  readonly bySeverity: Readonly<Record<string, number>>;
};

export type FixStep = {
  /** Of the packages that it changes. */
  readonly type: string;
  /** The first ones. */
  readonly changes: readonly {
    readonly name: string;
    readonly from: string;
    readonly to: string;
  }[];
  readonly changeCount: number;
  /** To paste into a shell. */
  readonly command?: string;
  /** Folder, relative to the image’s root; absent: the whole image. */
  readonly place?: string;
  /** A major version goes up. */
  readonly isBreaking: boolean;
  /** Distinct vulnerabilities that it removes. */
  readonly counts: SeverityCounts;
  readonly vulnerabilities: number;
  readonly exploited: number;
};

export type FixStepPage = {
  /** Of the image manifest. */
  readonly digest: string;
  readonly platform: string;
  readonly generation: number;
  readonly items: readonly FixStep[];
  readonly total: number;
  /** For `after`; absent on the last page. */
  readonly next?: string;
};

export type FleetChange = {
  /** namespace/repository. */
  readonly repository: string;
  readonly tag?: string;
  /** sha256:... or sha512:.... */
  readonly digest: string;
  readonly platform: string;
  readonly cause: 'push' | 'rerun' | 'back_fill' | 'sbom' | 'advisories' | 'revision';
  /** UTC. */
  readonly at: string;
  readonly state: AnalysisState;
  /** Where a push put it in the place of another image of the tag. */
  readonly change?: {
    /** Digest of the image that the tag had before. */
    readonly before: string;
    readonly opened: SeverityCounts;
    readonly closed: SeverityCounts;
  };
};

export type FleetChangePage = {
  readonly items: readonly FleetChange[];
  /** For `after`; absent on the last page. */
  readonly next?: string;
  /** On the first page; of a thousand analyses at most. */
  readonly totals?: {
    readonly analyses: number;
    readonly repositories: number;
  };
};

export type FleetPackage = {
  readonly type: string;
  readonly name: string;
  readonly versions: number;
  /** One with two of its versions counts for each. */
  readonly images: number;
  readonly repositories: number;
  /** Of findings of these versions. */
  readonly worst?: Severity;
};

export type FleetPackagePage = {
  readonly items: readonly FleetPackage[];
  /** For `after`; absent on the last page. */
  readonly next?: string;
};

export type FleetVersion = {
  readonly version: string;
  readonly images: number;
  readonly repositories: number;
  readonly worst?: Severity;
};

export type FleetVersionPage = {
  readonly items: readonly FleetVersion[];
  /** For `after`; absent on the last page. */
  readonly next?: string;
};

export type Found = {
  readonly repositories: readonly {
    /** namespace/repository. */
    readonly name: string;
  }[];
  readonly tags: readonly {
    /** namespace/repository. */
    readonly repository: string;
    readonly tag: string;
  }[];
  readonly packages: readonly FleetPackage[];
  readonly vulnerabilities: readonly VulnerabilityRow[];
  /** What cannot be searched yet: ask again in a moment. */
  readonly pending: readonly 'vulnerabilities'[];
};

export type FoundSecret = {
  /** `github-token`, `private-key`. */
  readonly rule: string;
  readonly path: string;
  readonly line: number;
  /** How all of this kind begin. */
  readonly begins: string;
  /** That has it; 0 is the lowest. */
  readonly layer: number;
  /** The layer that deleted or replaced it. */
  readonly goneIn?: number;
};

export type GarbageCollection = {
  /** UTC. */
  readonly finishedAt: string;
  readonly manifests: number;
  readonly blobs: number;
  readonly bytes: number;
  readonly uploads: number;
};

export type Grant = {
  readonly kind: 'team' | 'collaborator';
  readonly name: string;
  readonly permission: Permission;
};

export type GrantPage = {
  readonly items: readonly Grant[];
  /** For `after`; absent on the last page. */
  readonly next?: string;
};

export type GroupMapping = {
  /** As the provider names it in the claim. */
  readonly group: string;
  /** A namespace: a user’s or an organization’s. */
  readonly organization: string;
  readonly role: Role;
  /** Of the organization. */
  readonly team?: string;
};

export type Health = {
  readonly isReady: boolean;
  readonly checks: readonly HealthCheck[];
  /** In words: disk, sandbox, advisories, queue, backup. */
  readonly findings: readonly HealthFinding[];
  /** Of Drydock and of what it runs on. */
  readonly versions: Readonly<Record<string, string>>;
};

export type HealthCheck = {
  readonly name: string;
  readonly isFine: boolean;
  readonly detail?: string;
};

export type HealthFinding = {
  readonly name: string;
  readonly kind: 'fine' | 'warning' | 'problem';
  readonly what: string;
  /** What to do about it. */
  readonly help?: string;
};

export type HierarchyLevel = {
  /** So many of the lowest layers are those of another image. */
  readonly layers: number;
  /** certain: the provenance of the image says so; medium: several repositories have that image, and which was meant is not known. */
  readonly confidence: 'certain' | 'high' | 'medium';
  /** Of what it brought above the level below; absent without a report. */
  readonly counts?: SeverityCounts;
  /** By the tags that lead or led to it. */
  readonly images: readonly KnownBase[];
  /** What administrators imported. */
  readonly elsewhere: readonly PublicBase[];
};

export type HistoryLine = {
  /** As findings name it, 0 the lowest; absent: the line changed no file. */
  readonly index?: number;
  /** The instruction. */
  readonly createdBy?: string;
  readonly createdAt?: string;
  readonly comment?: string;
  readonly digest?: string;
  readonly diffId?: string;
  readonly mediaType?: string;
  readonly compressedSize?: number;
};

export type IdentityProvider = {
  readonly name: string;
  readonly title: string;
  readonly issuer: string;
  readonly clientId: string;
  /** Asked for besides openid, profile and email. */
  readonly scopes: readonly string[];
  /** The claim that lists a person’s groups. */
  readonly groupsClaim: string;
  /** People who are new here get an account. */
  readonly makesUsers: boolean;
  /** To be registered at the provider. */
  readonly redirectUri: string;
  readonly groups: readonly GroupMapping[];
};

export type IdentityProviderPage = {
  readonly items: readonly IdentityProvider[];
  /** For `after`; absent on the last page. */
  readonly next?: string;
};

export type IdentityProviderTest = {
  readonly isFine: boolean;
  readonly detail: string;
};

export type ImageAnalysis = {
  /** sha256:... or sha512:.... */
  readonly digest: string;
  readonly state: AnalysisState;
  readonly summary?: Summary;
  readonly counts?: SeverityCounts;
  readonly platforms: readonly PlatformAnalysis[];
};

export type ImageChange = {
  /** Digest of the image that the tag had before. */
  readonly before: string;
  readonly opened: SeverityCounts;
  readonly closed: SeverityCounts;
  readonly at: string;
};

export type ImageConfig = Readonly<Record<string, unknown>>;

export type ImageFacts = {
  /** Of the image manifest. */
  readonly digest: string;
  readonly platform: string;
  readonly created?: string;
  /** As written; absent: none is. */
  readonly user?: string;
  readonly runsAsRoot: boolean;
  /** What of it to look at; never the value of a secret. */
  readonly checks: readonly ConfigCheck[];
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly workingDirectory?: string;
  readonly exposedPorts: readonly string[];
  readonly environment: readonly EnvironmentVariable[];
  readonly labels: Readonly<Record<string, string>>;
  readonly history: readonly HistoryLine[];
};

export type ImageHierarchy = {
  /** Of the image manifest. */
  readonly digest: string;
  readonly platform: string;
  /** The longest chains of layers first. */
  readonly levels: readonly HierarchyLevel[];
  /** Of the layers above every level; absent without a report. */
  readonly own?: SeverityCounts;
  /** Images that tags lead to now and that are built on this one. */
  readonly uses: readonly BaseUse[];
};

export type ImageLayer = {
  /** As findings name it, 0 the lowest; absent: the line changed no file. */
  readonly index?: number;
  /** The instruction. */
  readonly createdBy?: string;
  readonly createdAt?: string;
  readonly comment?: string;
  readonly digest?: string;
  readonly diffId?: string;
  readonly mediaType?: string;
  readonly compressedSize?: number;
  /** Uncompressed. */
  readonly size?: number;
  /** That it brought. */
  readonly packages: number;
  readonly findings: number;
  /** Of the packages that it brought. */
  readonly counts: SeverityCounts;
};

export type ImageLayers = {
  /** Of the image manifest. */
  readonly digest: string;
  readonly platform: string;
  readonly generation: number;
  readonly layers: readonly ImageLayer[];
};

/** Known to all who may see what an image is built on. */
export type ImportedBase = {
  /** As people write it: docker.io/library/debian:12. */
  readonly reference: string;
  /** Of the image manifest. */
  readonly digest: string;
  /** os/architecture. */
  readonly platform: string;
  readonly chainId: string;
  /** UTC. */
  readonly importedAt: string;
};

export type ImportedBasePage = {
  readonly items: readonly ImportedBase[];
  /** For `after`; absent on the last page. */
  readonly next?: string;
};

export type Instance = {
  readonly name: 'drydock';
  readonly version: string;
  /** Public address. */
  readonly url: string;
  /** Host, and port, that images are named by. */
  readonly registry: string;
  /** False until there is an administrator. */
  readonly isSetUp: boolean;
  /** For sign-in besides passwords. */
  readonly identityProviders: readonly {
    readonly id: string;
    readonly title: string;
  }[];
  /** Where the operator tells how to get another plan. */
  readonly upgradeUrl?: string;
  /** Where the operator wants to hear from people. */
  readonly feedbackUrl?: string;
};

export type Invitation = {
  readonly id: string;
  readonly email?: string;
  readonly role: Role;
  readonly invitedBy: string;
  /** UTC. */
  readonly createdAt: string;
  /** UTC. */
  readonly expiresAt: string;
};

export type InvitationPage = {
  readonly items: readonly Invitation[];
  /** For `after`; absent on the last page. */
  readonly next?: string;
};

export type Kev = {
  readonly addedAt: string;
  readonly dueAt?: string;
  readonly usedByRansomware: boolean;
};

export type KnownBase = {
  /** namespace/repository. */
  readonly repository: string;
  readonly tag: string;
  /** Of the image of the platform. */
  readonly digest: string;
  /** When the tag came to it for the last time. */
  readonly at: string;
  /** False: the tag leads elsewhere by now, or is gone. */
  readonly isCurrent: boolean;
};

/** As CISA’s catalog has it. */
export type KnownExploited = {
  readonly addedAt: string;
  readonly dueAt?: string;
  readonly usedByRansomware: boolean;
};

export type LayerFacet = {
  readonly value: number;
  readonly count: number;
};

export type LayerLeftovers = {
  /** That has it; 0 is the lowest. */
  readonly layer: number;
  readonly files: number;
  /** Uncompressed. */
  readonly bytes: number;
};

export type LeftoverFile = {
  readonly path: string;
  readonly bytes: number;
  /** That has it; 0 is the lowest. */
  readonly layer: number;
  /** The layer that deleted or replaced it. */
  readonly goneIn: number;
};

export type LeftoverPackage = {
  readonly type: string;
  readonly name: string;
  readonly version: string;
  /** That has it; 0 is the lowest. */
  readonly layer: number;
  /** The layer that deleted or replaced it. */
  readonly goneIn: number;
};

export type Leftovers = {
  /** Those that have any. */
  readonly layers: readonly LayerLeftovers[];
  /** Smaller files are not counted. */
  readonly fromBytes: number;
  /** The largest first; at most 100. */
  readonly largest: readonly LeftoverFile[];
  /** Of which nothing is left, or another version; at most 100. */
  readonly packages: readonly LeftoverPackage[];
  readonly packageCount: number;
};

export type Manifest = {
  /** sha256:... or sha512:.... */
  readonly digest: string;
  readonly mediaType: string;
  readonly artifactType?: string;
  readonly size: number;
  readonly compressedSize: number;
  readonly platforms: readonly string[];
  readonly tags: readonly string[];
  /** Of an index. */
  readonly manifests?: readonly Descriptor[];
  readonly config?: Descriptor;
  readonly layers?: readonly Descriptor[];
  readonly subject?: Descriptor;
  readonly annotations: Readonly<Record<string, string>>;
};

export type Member = {
  readonly name: string;
  readonly displayName: string;
  readonly role: Role;
  /** UTC. */
  readonly since: string;
};

export type MemberPage = {
  readonly items: readonly Member[];
  /** For `after`; absent on the last page. */
  readonly next?: string;
};

export type Namespace = {
  readonly name: string;
  readonly kind: 'personal' | 'organization';
  readonly displayName: string;
  /** One’s own; absent: none, but something is to be seen. */
  readonly role?: Role;
};

export type NamespacePage = {
  readonly items: readonly Namespace[];
  /** For `after`; absent on the last page. */
  readonly next?: string;
};

export type NamespacePlan = {
  readonly plan: Plan;
  /** Those that such a namespace can have. */
  readonly plans: readonly Plan[];
  /** `readable`: after a downgrade, kept results are, for some time. */
  readonly analysis: 'active' | 'readable' | 'none';
  /** UTC. */
  readonly resultsReadableUntil?: string;
  readonly plansWithAnalysis: readonly Plan[];
  /** Of stored images; absent: no bound. */
  readonly quotaBytes?: number;
  readonly usedBytes?: number;
};

export type NamespaceSettings = {
  readonly displayName: string;
  /** Repositories made from now on begin with analysis active. */
  readonly activatesNewRepositories: boolean;
};

export type NewInvitation = {
  readonly id: string;
  /** For the invited; shown only this once. */
  readonly url: string;
  readonly token: string;
  /** UTC. */
  readonly expiresAt: string;
};

export type NewToken = {
  readonly token: Token;
  /** Shown only this once. */
  readonly secret: string;
};

export type OtherVersion = {
  readonly purl: string;
  readonly found: readonly string[];
};

export type Package = {
  readonly name: string;
  readonly version: string;
  readonly type: string;
  readonly purl?: string;
  readonly source?: string;
  /** As written. */
  readonly licenses: readonly string[];
  /** Absent: none is known, or only prose. */
  readonly license?: PackageLicense;
  readonly paths: readonly string[];
  /** That brought it; 0 is the lowest. */
  readonly layer?: number;
  readonly scope: 'runtime' | 'dev';
  /** Hidden ones left out. */
  readonly findings: number;
  readonly counts: SeverityCounts;
  /** The key of its row among findings. */
  readonly group?: string;
};

export type PackageFacets = {
  readonly affected: number;
  readonly types: readonly TextFacet[];
  readonly layers: readonly LayerFacet[];
  readonly licenses: readonly TextFacet[];
};

export type PackageGroup = {
  readonly kind: 'package';
  readonly key: string;
  readonly name: string;
  readonly version: string;
  readonly type: string;
  readonly purl?: string;
  readonly source?: string;
  readonly layer: number;
  readonly path?: string;
  /** How many. */
  readonly paths: number;
  /** The version that removes all that can be. */
  readonly fixedIn?: string;
  /** To paste into a shell. */
  readonly fixCommand?: string;
  readonly worst: Severity;
  readonly counts: SeverityCounts;
  readonly findings: number;
  readonly fixable: number;
  readonly exploited: number;
  /** That the tag’s image before had not. */
  readonly fresh: number;
  /** The highest probability. */
  readonly epss?: number;
  /** The highest. */
  readonly score?: number;
};

export type PackageImage = {
  /** namespace/repository. */
  readonly repository: string;
  /** Of the image of one platform. */
  readonly digest: string;
  /** linux/amd64; sbom of a pushed SBOM. */
  readonly platform: string;
  /** That lead to it, by name; twenty at most. */
  readonly tags: readonly string[];
  /** A tag leads to it. */
  readonly isCurrent: boolean;
  /** Where it is in the image; twenty at most. */
  readonly places: readonly PackagePlace[];
};

export type PackageImagePage = {
  readonly items: readonly PackageImage[];
  /** For `after`; absent on the last page. */
  readonly next?: string;
};

export type PackageLicense = {
  /** Of SPDX. */
  readonly expression: string;
  readonly ids: readonly string[];
  readonly from: 'declared' | 'recognized';
};

export type PackagePage = {
  readonly items: readonly Package[];
  /** For `after`; absent on the last page. */
  readonly next?: string;
  /** That pass the filters. */
  readonly total: number;
  readonly facets: PackageFacets;
};

export type PackagePlace = {
  readonly version: string;
  readonly layer: number;
  readonly path: string;
};

export type PackageUpgrade = {
  readonly type: string;
  readonly name: string;
  readonly from: string;
  readonly place?: string;
  readonly layer: number;
  /** Removes all that has a fix, or as much as one version can. */
  readonly lowest: UpgradeTarget;
  /** Where that is breaking: the lowest before one that removes the most. */
  readonly compatible?: UpgradeTarget;
};

export type PackageUpgradePage = {
  /** Of the image manifest. */
  readonly digest: string;
  readonly platform: string;
  readonly generation: number;
  readonly items: readonly PackageUpgrade[];
  readonly total: number;
  /** For `after`; absent on the last page. */
  readonly next?: string;
};

export type Permission = 'read' | 'write' | 'admin';

export type Plan = 'free' | 'pro' | 'team' | 'business';

export type PlatformAnalysis = {
  /** sha256:... or sha512:.... */
  readonly digest: string;
  readonly platform: string;
  readonly state: AnalysisState;
  /** The last that ended, also while a new one is made. */
  readonly result?: AnalysisResult;
};

/** RFC 9457 problem details. */
export type Problem = {
  /** Where the code is explained, on this server. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: 'request.invalid' | 'request.malformed' | 'request.cursor-invalid' | 'request.route-unknown' | 'request.method-not-allowed' | 'request.too-large' | 'request.media-type-unsupported' | 'request.timeout' | 'request.too-many' | 'sign-in.required' | 'sign-in.wrong' | 'sign-in.code-required' | 'sign-in.too-many' | 'csrf.refused' | 'resource.missing' | 'permission.denied' | 'token.scope-missing' | 'deletion.disabled' | 'plan.required' | 'resource.taken' | 'resource.conflict' | 'resource.changed' | 'quota.reached' | 'idempotency.in-progress' | 'idempotency.reused' | 'idempotency.secret-not-kept' | 'analysis.unavailable' | 'server.failed' | 'server.unavailable' | 'server.feature-off' | 'events.too-many';
  /** What was wrong, with which value. */
  readonly detail: string;
  readonly requestId: string;
  readonly errors?: readonly {
    readonly at: string;
    readonly message: string;
  }[];
  readonly plans?: readonly string[];
  readonly upgradeUrl?: string;
};

export type PublicBase = {
  /** As people write it: docker.io/library/debian:12. */
  readonly reference: string;
  /** sha256:... or sha512:.... */
  readonly digest: string;
  /** UTC. */
  readonly importedAt: string;
};

export type Queue = {
  readonly waiting: number;
  readonly working: number;
  /** With no retry ahead. */
  readonly failed: number;
  readonly entries: readonly QueueEntry[];
};

export type QueueEntry = {
  /** sha256:... or sha512:.... */
  readonly digest: string;
  readonly platform: string;
  readonly namespace: string;
  readonly state: AnalysisState;
  readonly priority: 'interactive' | 'back_fill';
  readonly queuedAt: string;
  readonly attempt: number;
};

export type QueueItem = {
  /** sha256:... or sha512:.... */
  readonly digest: string;
  readonly platform: string;
  readonly namespace: string;
  readonly state: AnalysisState;
  readonly priority: 'interactive' | 'back_fill';
  readonly queuedAt: string;
  readonly attempt: number;
  /** Processes that were lost while working on it. */
  readonly losses: number;
  /** To be found in the log. */
  readonly requestId: string;
  /** Of one that failed. */
  readonly endedAt?: string;
  /** In words, why it does not go on as it should. */
  readonly stuck?: string;
};

export type QueueItemPage = {
  readonly items: readonly QueueItem[];
  /** For `after`; absent on the last page. */
  readonly next?: string;
};

export type RangeEvent = {
  readonly kind: 'introduced' | 'fixed' | 'lastAffected' | 'limit';
  /** 0 as introduced: every earlier one. */
  readonly version: string;
};

export type ReferrerPage = {
  readonly items: readonly Descriptor[];
  /** For `after`; absent on the last page. */
  readonly next?: string;
};

/** docs/schema/report-1.schema.json. */
export type Report = Readonly<Record<string, unknown>>;

export type Repository = {
  /** namespace/repository. */
  readonly name: string;
  readonly visibility: Visibility;
  readonly description: string;
  readonly isAnalysisActive: boolean;
  /** Results of a public repository are shown to everyone. */
  readonly publishesResults: boolean;
  /** UTC. */
  readonly createdAt: string;
};

export type RepositoryDetails = {
  /** namespace/repository. */
  readonly name: string;
  readonly visibility: Visibility;
  readonly description: string;
  /** Markdown, as its owner wrote it: not safe as HTML. */
  readonly readme: string;
  readonly isAnalysisActive: boolean;
  readonly publishesResults: boolean;
  /** UTC. */
  readonly createdAt: string;
  /** The reference to pull by, without a tag. */
  readonly pull: string;
  /** Actions of the policies that the one who asks may do. */
  readonly rights: readonly string[];
};

export type RepositoryPage = {
  readonly items: readonly Repository[];
  /** For `after`; absent on the last page. */
  readonly next?: string;
};

export type RepositorySettings = {
  readonly visibility: Visibility;
  readonly description: string;
  readonly readme: string;
  readonly publishesResults: boolean;
  readonly immutableTags: readonly string[];
  readonly retention: Retention;
};

export type Retention = {
  /** So many tags. */
  readonly keepNewest?: number;
  /** Tags moved or pulled within so many days. */
  readonly keepDays?: number;
  /** Patterns of tags that are always kept. */
  readonly keepTags?: readonly string[];
};

export type RetriedAnalyses = {
  readonly queued: number;
};

export type Role = 'owner' | 'editor' | 'member';

export type SbomComparison = {
  readonly place: string;
  /** That has it; 0 is the lowest. */
  readonly layer?: number;
  readonly format: string;
  /** That it names, of types that are looked for. */
  readonly packages: number;
  /** Found in the same version. */
  readonly agreed: number;
  /** Not found; at most 100. */
  readonly missing: readonly string[];
  readonly missingCount: number;
  /** Found in other versions only; at most 100. */
  readonly otherVersions: readonly OtherVersion[];
  readonly otherVersionCount: number;
  readonly unlisted?: readonly string[];
  readonly unlistedCount?: number;
};

export type Scope = 'pull' | 'push' | 'read-results' | 'admin';

export type Secrets = {
  /** Where they are, never what they are; at most 200. */
  readonly found: readonly FoundSecret[];
  readonly count: number;
  /** In tests, examples and manuals: not listed. */
  readonly inExamples: number;
  /** Text files that were searched. */
  readonly files: number;
  readonly bytes: number;
  /** Text files that were too large. */
  readonly unsearched: number;
};

export type Session = {
  readonly id: string;
  readonly isThis: boolean;
  /** UTC. */
  readonly createdAt: string;
  /** UTC. */
  readonly seenAt: string;
  /** UTC. */
  readonly expiresAt: string;
  readonly address: string;
  readonly userAgent: string;
};

export type SessionPage = {
  readonly items: readonly Session[];
  /** For `after`; absent on the last page. */
  readonly next?: string;
};

export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'negligible' | 'none' | 'unknown';

export type SeverityCounts = {
  readonly critical: number;
  readonly high: number;
  readonly medium: number;
  readonly low: number;
  readonly unknown: number;
};

export type SeverityRating = {
  readonly source: string;
  readonly severity: Severity;
  readonly vector?: string;
  readonly score?: number;
};

export type SignedIn = {
  readonly kind: 'anonymous' | 'user' | 'robot';
  readonly name?: string;
  readonly isAdministrator: boolean;
  /** Of a token; a session may do all. */
  readonly scopes?: readonly string[];
  /** Of a session: for X-Drydock-Csrf on every write. */
  readonly csrfToken?: string;
};

export type Snapshot = {
  readonly number: number;
  /** sha256:... or sha512:.... */
  readonly digest: string;
  readonly createdAt: string;
  readonly feeds: number;
  readonly records: number;
  /** Of its shards, which snapshots share. */
  readonly bytes: number;
  readonly isActive: boolean;
  /** It waits for an administrator: what it would change is odd. */
  readonly held?: {
    readonly at: string;
    readonly reasons: readonly string[];
  };
};

export type SnapshotPage = {
  readonly items: readonly Snapshot[];
  /** For `after`; absent on the last page. */
  readonly next?: string;
};

export type SnapshotRef = {
  readonly number: number;
  /** sha256:... or sha512:.... */
  readonly digest: string;
  readonly createdAt: string;
  /** Only what ships with the program. */
  readonly isStarter: boolean;
};

export type Storage = {
  /** Folder or bucket of the blobs. */
  readonly place: string;
  readonly blobs: number;
  readonly bytes: number;
  /** In no repository: a collection removes them. */
  readonly unusedBlobs: number;
  readonly unusedBytes: number;
  /** Of those, found by a collection; the next removes them. */
  readonly condemnedBlobs: number;
  readonly manifests: number;
  /** Under way, or left. */
  readonly uploads: number;
  readonly disks: readonly Disk[];
  /** The last ten, the newest first. */
  readonly collections: readonly Chore[];
  /** By `drydock backup`; absent: none is known. */
  readonly lastBackup?: Chore;
};

export type Summary = {
  readonly packages: number;
  readonly affectedPackages: number;
  readonly vulnerabilities: number;
  readonly bySeverity: Readonly<Record<string, number>>;
  readonly fixable: number;
  readonly exploited: number;
  readonly malware: number;
  readonly hidden: Readonly<Record<string, number>>;
};

export type Tag = {
  readonly name: string;
  /** sha256:... or sha512:.... */
  readonly digest: string;
  readonly mediaType: string;
  /** Bytes of all it leads to, as stored. */
  readonly compressedSize: number;
  readonly platforms: readonly string[];
  /** UTC. */
  readonly pushedAt: string;
  readonly pushedBy: string;
  /** When what it points to was last pulled; to some seconds. */
  readonly pulledAt?: string;
  readonly isImmutable: boolean;
  /** Absent where one may not see results. */
  readonly analysis?: {
    readonly state: AnalysisState;
    readonly counts?: SeverityCounts;
    /** Of the last result; nothing newer is known where analysis is off. */
    readonly analyzedAt?: string;
    /** Only of one tag that is asked for. */
    readonly change?: ImageChange;
  };
};

export type TagMove = {
  /** What it pointed to from then on; absent: deleted. */
  readonly digest?: string;
  /** UTC. */
  readonly at: string;
  readonly by: string;
};

export type TagMovePage = {
  readonly items: readonly TagMove[];
  /** For `after`; absent on the last page. */
  readonly next?: string;
};

export type TagPage = {
  readonly items: readonly Tag[];
  /** For `after`; absent on the last page. */
  readonly next?: string;
};

export type Team = {
  readonly name: string;
  readonly description: string;
  readonly members: number;
};

export type TeamMember = {
  readonly name: string;
};

export type TeamMemberPage = {
  readonly items: readonly TeamMember[];
  /** For `after`; absent on the last page. */
  readonly next?: string;
};

export type TeamPage = {
  readonly items: readonly Team[];
  /** For `after`; absent on the last page. */
  readonly next?: string;
};

export type TextFacet = {
  readonly value: string;
  readonly count: number;
};

export type Token = {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Its last letters. */
  readonly ending: string;
  /** UTC. */
  readonly createdAt: string;
  /** UTC. */
  readonly lastUsedAt?: string;
  /** UTC. */
  readonly expiresAt?: string;
};

export type TokenPage = {
  readonly items: readonly Token[];
  /** For `after`; absent on the last page. */
  readonly next?: string;
};

export type UnknownExecutable = {
  readonly path: string;
  readonly bytes: number;
  readonly format: 'elf' | 'pe' | 'mach-o';
  /** That has it; 0 is the lowest. */
  readonly layer: number;
};

export type UpgradeTarget = {
  readonly version: string;
  readonly isBreaking: boolean;
  /** To paste into a shell. */
  readonly command?: string;
  /** To write into the project’s own file. */
  readonly manifest?: {
    readonly file: string;
    readonly text: string;
  };
  /** Distinct vulnerabilities that it removes. */
  readonly counts: SeverityCounts;
  readonly exploited: number;
};

export type User = {
  readonly name: string;
  readonly displayName: string;
  readonly email?: string;
  readonly isAdministrator: boolean;
  readonly isBlocked: boolean;
  readonly hasSecondStep: boolean;
  /** UTC. */
  readonly createdAt: string;
  /** To some minutes; absent: never yet. */
  readonly seenAt?: string;
};

export type UserPage = {
  readonly items: readonly User[];
  /** For `after`; absent on the last page. */
  readonly next?: string;
};

export type VectorWord = {
  /** AV. */
  readonly metric: string;
  /** N. */
  readonly value: string;
  /** What an attacker needs, what the attack does, and what it does elsewhere. */
  readonly about: 'attack' | 'effect' | 'effect-beyond';
  /** network. */
  readonly words: string;
};

export type Visibility = 'public' | 'private';

export type Visit = {
  /** Absent: the first. */
  readonly before?: string;
};

export type Vulnerability = {
  /** The canonical id. */
  readonly id: string;
  /** The id of the request. */
  readonly asked: string;
  readonly aliases: readonly string[];
  /** `bundle`: a vendor’s advisory on several vulnerabilities, DSA-5417-1 for example. */
  readonly kind: 'vulnerability' | 'bundle';
  readonly class: 'vulnerability' | 'malware';
  /** Vendors’ advisories on it; 500 at most. */
  readonly bundles: readonly string[];
  /** Of a bundle: what it is on. */
  readonly vulnerabilities: readonly string[];
  readonly summary: string;
  /** Markdown from outside: it is not to be trusted. */
  readonly details: string;
  readonly severity: Severity;
  /** The first is the one that counts. */
  readonly ratings: readonly VulnerabilityRating[];
  readonly epss?: Epss;
  readonly kev?: Kev;
  /** CISA’s decision points: exploitation, automatable .... */
  readonly ssvc?: Readonly<Record<string, string>>;
  /** CWE-79 .... */
  readonly weaknesses: readonly string[];
  readonly isWithdrawn: boolean;
  /** The CVE was rejected. */
  readonly isRejected: boolean;
  /** The best source first; 100 at most. */
  readonly advisories: readonly VulnerabilityAdvisory[];
  /** A thousand at most. */
  readonly affected: readonly AffectedPackage[];
  readonly affectedCount: number;
  /** In upstream’s own versions, as the CVE record tells. */
  readonly introducedUpstream: readonly {
    readonly product: string;
    readonly versions: readonly string[];
  }[];
  /** http and https only; 200 at most. */
  readonly references: readonly string[];
  /** ISO 8601, 2021-12-10T10:15:00Z for example; empty where no source says. */
  readonly published: string;
  /** ISO 8601, 2021-12-10T10:15:00Z for example; empty where no source says. */
  readonly modified: string;
  /** As far as the snapshot knows; oldest first. */
  readonly history: readonly VulnerabilityEvent[];
  readonly snapshot: SnapshotRef;
};

export type VulnerabilityAdvisory = {
  readonly id: string;
  /** The feed: osv, debian-tracker, cve. */
  readonly source: string;
  readonly isBundle: boolean;
  readonly isUnreviewed: boolean;
  readonly summary: string;
  /** Markdown from outside; cut where very long. */
  readonly details: string;
  /** ISO 8601, 2021-12-10T10:15:00Z for example; empty where no source says. */
  readonly published: string;
  /** ISO 8601, 2021-12-10T10:15:00Z for example; empty where no source says. */
  readonly modified: string;
  readonly withdrawn?: string;
};

export type VulnerabilityEvent = {
  readonly at: string;
  /** `exploited`: came into CISA’s catalog; `due`: agencies must have mended it. */
  readonly what: 'published' | 'modified' | 'withdrawn' | 'exploited' | 'due';
  /** The advisory, or KEV. */
  readonly by: string;
};

export type VulnerabilityGroup = {
  readonly kind: 'vulnerability';
  readonly key: string;
  readonly id: string;
  readonly ids: readonly string[];
  readonly class: 'vulnerability' | 'malware';
  readonly severitySource?: string;
  readonly vector?: string;
  readonly percentile?: number;
  readonly knownExploited?: KnownExploited;
  /** The first ones; `findings` says how many there are. */
  readonly packages: readonly {
    readonly name: string;
    readonly version: string;
    readonly type: string;
  }[];
  /** Where all its packages agree. */
  readonly fixedIn?: string;
  readonly worst: Severity;
  readonly counts: SeverityCounts;
  readonly findings: number;
  readonly fixable: number;
  readonly exploited: number;
  /** That the tag’s image before had not. */
  readonly fresh: number;
  /** The highest probability. */
  readonly epss?: number;
  /** The highest. */
  readonly score?: number;
};

export type VulnerabilityPage = {
  readonly items: readonly VulnerabilityRow[];
  /** For `after`; absent on the last page. */
  readonly next?: string;
  /** On all pages; exact. */
  readonly total: number;
  readonly snapshot: SnapshotRef;
};

export type VulnerabilityRating = {
  /** GHSA, NVD, CISA-ADP, CNA, Debian .... */
  readonly source: string;
  readonly severity: Severity;
  readonly score?: number;
  /** CVSS:3.1/AV:N/AC:L/.... */
  readonly vector?: string;
  /** Of CVSS: 2.0, 3.0, 3.1, 4.0. */
  readonly version?: string;
  /** The vector, metric by metric. */
  readonly words: readonly VectorWord[];
  /** Says another severity than the one that counts. */
  readonly differs: boolean;
  /** That it is for; none: it is for all. */
  readonly namespaces: readonly string[];
};

export type VulnerabilityRow = {
  /** CVE-2021-44228: the CVE, else GHSA, else another. */
  readonly id: string;
  /** Ten at most. */
  readonly aliases: readonly string[];
  /** `bundle`: a vendor’s advisory on several vulnerabilities, DSA-5417-1 for example. */
  readonly kind: 'vulnerability' | 'bundle';
  readonly class: 'vulnerability' | 'malware';
  /** By GHSA, else the home database, NVD, others. */
  readonly severity: Severity;
  /** CVSS base score. */
  readonly score?: number;
  /** Whose rating it is: GHSA, NVD. */
  readonly ratedBy?: string;
  readonly epss?: Epss;
  /** In CISA’s catalog (KEV). */
  readonly isExploited: boolean;
  readonly isWithdrawn: boolean;
  /** One line, as its source wrote it. */
  readonly summary: string;
  /** ISO 8601, 2021-12-10T10:15:00Z for example; empty where no source says. */
  readonly published: string;
  /** ISO 8601, 2021-12-10T10:15:00Z for example; empty where no source says. */
  readonly modified: string;
  /** Five at most. */
  readonly packages: readonly string[];
  readonly packageCount: number;
  /** Ten at most: Debian:12, npm. */
  readonly namespaces: readonly string[];
  readonly namespaceCount: number;
};

/** Input and answer of every operation. */
export interface Operations {
  /** What this server is. */
  readonly getInstance: {
    readonly access: 'instance';
    readonly input: Readonly<Record<string, never>>;
    readonly kind: 'json';
    readonly answer: Instance;
  };
  /** Make the first administrator, with the link that the first start prints. */
  readonly setUp: {
    readonly access: 'open';
    readonly input: {
      readonly body: {
        readonly token: string;
        readonly name: string;
        readonly email?: string;
        readonly password: string;
      };
    };
    readonly kind: 'json';
    readonly answer: SignedIn;
  };
  /** Sign in with a password, and a one-time code where that is on. */
  readonly signIn: {
    readonly access: 'open';
    readonly input: {
      readonly body: {
        readonly name: string;
        readonly password: string;
        readonly code?: string;
      };
    };
    readonly kind: 'json';
    readonly answer: SignedIn;
  };
  /** Who asks. */
  readonly getSession: {
    readonly access: 'open';
    readonly input: Readonly<Record<string, never>>;
    readonly kind: 'json';
    readonly answer: SignedIn;
  };
  /** Sign out. */
  readonly signOut: {
    readonly access: 'open';
    readonly input: Readonly<Record<string, never>>;
    readonly kind: 'empty';
    readonly answer: undefined;
  };
  /** Go to an identity provider (OpenID Connect) to sign in there. */
  readonly startIdentitySignIn: {
    readonly access: 'open';
    readonly input: {
      readonly provider: string;
      readonly returnTo?: string;
    };
    readonly kind: 'redirect';
    readonly answer: undefined;
  };
  /** Come back from an identity provider. */
  readonly finishIdentitySignIn: {
    readonly access: 'open';
    readonly input: {
      readonly provider: string;
      readonly state?: string;
    };
    readonly kind: 'redirect';
    readonly answer: undefined;
  };
  /** The advisory snapshot that everything is matched with. */
  readonly getAdvisories: {
    readonly access: 'instance';
    readonly input: Readonly<Record<string, never>>;
    readonly kind: 'json';
    readonly answer: AdvisorySnapshot;
  };
  /** The manifest of a snapshot that was active lately, or a shard of it, by its digest. */
  readonly getAdvisoryPart: {
    readonly access: 'instance';
    readonly input: {
      readonly digest: string;
    };
    readonly kind: 'bytes';
    readonly answer: undefined;
  };
  /** One’s own account. */
  readonly getAccount: {
    readonly access: 'self';
    readonly input: Readonly<Record<string, never>>;
    readonly kind: 'json';
    readonly answer: Account;
  };
  /** Change one’s own name for people or e-mail address. */
  readonly updateAccount: {
    readonly access: 'self';
    readonly input: {
      readonly body: {
        readonly displayName?: string;
        readonly email?: string;
      };
    };
    readonly kind: 'json';
    readonly answer: Account;
  };
  /** Say that somebody looks at the pages now, and learn when the visit before ended. */
  readonly noteVisit: {
    readonly access: 'self';
    readonly input: Readonly<Record<string, never>>;
    readonly kind: 'json';
    readonly answer: Visit;
  };
  /** Delete one’s own account with its namespace and all that is in it. */
  readonly deleteAccount: {
    readonly access: 'self';
    readonly input: {
      readonly body: {
        readonly password?: string;
      };
    };
    readonly kind: 'empty';
    readonly answer: undefined;
  };
  /** Change one’s password; other sessions end. */
  readonly changePassword: {
    readonly access: 'self';
    readonly input: {
      readonly body: {
        readonly current?: string;
        readonly next: string;
      };
    };
    readonly kind: 'empty';
    readonly answer: undefined;
  };
  /** Begin to use one-time codes: a secret for the authenticator application. */
  readonly beginSecondStep: {
    readonly access: 'self';
    readonly input: Readonly<Record<string, never>>;
    readonly kind: 'json';
    readonly answer: {
      readonly secret: string;
      /** For a QR code. */
      readonly uri: string;
    };
  };
  /** Use one-time codes from now on; answers with recovery codes. */
  readonly confirmSecondStep: {
    readonly access: 'self';
    readonly input: {
      readonly body: {
        readonly secret: string;
        readonly code: string;
        readonly password?: string;
      };
    };
    readonly kind: 'json';
    readonly answer: {
      readonly recoveryCodes: readonly string[];
    };
  };
  /** Use no one-time codes any more. */
  readonly endSecondStep: {
    readonly access: 'self';
    readonly input: {
      readonly body: {
        readonly password?: string;
        readonly code: string;
      };
    };
    readonly kind: 'empty';
    readonly answer: undefined;
  };
  /** Where one is signed in. */
  readonly listSessions: {
    readonly access: 'self';
    readonly input: {
      readonly limit?: number;
      readonly after?: string;
    };
    readonly kind: 'json';
    readonly answer: SessionPage;
  };
  /** End a session. */
  readonly endSession: {
    readonly access: 'self';
    readonly input: {
      readonly id: string;
    };
    readonly kind: 'empty';
    readonly answer: undefined;
  };
  /** End every session but this one. */
  readonly endOtherSessions: {
    readonly access: 'self';
    readonly input: Readonly<Record<string, never>>;
    readonly kind: 'json';
    readonly answer: {
      readonly ended: number;
    };
  };
  /** One’s own access tokens. */
  readonly listTokens: {
    readonly access: 'self';
    readonly input: {
      readonly limit?: number;
      readonly after?: string;
    };
    readonly kind: 'json';
    readonly answer: TokenPage;
  };
  /** Make an access token. */
  readonly createToken: {
    readonly access: 'self';
    readonly input: {
      readonly body: {
        readonly name: string;
        readonly scopes: readonly Scope[];
        readonly expiresInDays?: number;
      };
    };
    readonly kind: 'json';
    readonly answer: NewToken;
  };
  /** Revoke an access token. */
  readonly revokeToken: {
    readonly access: 'self';
    readonly input: {
      readonly id: string;
    };
    readonly kind: 'empty';
    readonly answer: undefined;
  };
  /** Accept an invitation, as oneself or with a new account. */
  readonly acceptInvitation: {
    readonly access: 'open';
    readonly input: {
      readonly body: {
        readonly token: string;
        /** Of somebody new here; who is signed in leaves it out. */
        readonly account?: {
          readonly name: string;
          readonly displayName?: string;
          readonly password: string;
        };
      };
    };
    readonly kind: 'json';
    readonly answer: {
      readonly user: string;
      readonly namespace?: string;
    };
  };
  /** People with an account here. */
  readonly listUsers: {
    readonly access: 'instance';
    readonly input: {
      readonly search?: string;
      readonly show?: 'all' | 'blocked' | 'administrators';
      readonly sort?: 'name' | 'createdAt' | 'seenAt';
      readonly order?: 'ascending' | 'descending';
      readonly limit?: number;
      readonly after?: string;
    };
    readonly kind: 'json';
    readonly answer: UserPage;
  };
  /** The same as a file. */
  readonly exportUsers: {
    readonly access: 'instance';
    readonly input: {
      readonly search?: string;
      readonly show?: 'all' | 'blocked' | 'administrators';
      readonly sort?: 'name' | 'createdAt' | 'seenAt';
      readonly order?: 'ascending' | 'descending';
      readonly format: 'csv' | 'json';
    };
    readonly kind: 'file';
    readonly answer: undefined;
  };
  /** Block somebody, or make an administrator. */
  readonly updateUser: {
    readonly access: 'instance';
    readonly input: {
      readonly name: string;
      readonly body: {
        readonly isBlocked?: boolean;
        readonly isAdministrator?: boolean;
      };
    };
    readonly kind: 'json';
    readonly answer: User;
  };
  /** Remove somebody with their namespace and all that is in it. */
  readonly deleteUser: {
    readonly access: 'instance';
    readonly input: {
      readonly name: string;
    };
    readonly kind: 'empty';
    readonly answer: undefined;
  };
  /** Invite somebody to this instance. */
  readonly inviteUser: {
    readonly access: 'instance';
    readonly input: {
      readonly body: {
        readonly email?: string;
      };
    };
    readonly kind: 'json';
    readonly answer: NewInvitation;
  };
  /** Namespaces in which one has a role or a repository. */
  readonly listNamespaces: {
    readonly access: 'self';
    readonly input: {
      readonly search?: string;
      readonly limit?: number;
      readonly after?: string;
    };
    readonly kind: 'json';
    readonly answer: NamespacePage;
  };
  /** A namespace. */
  readonly getNamespace: {
    readonly access: 'namespace';
    readonly input: {
      readonly namespace: string;
    };
    readonly kind: 'json';
    readonly answer: Namespace;
  };
  /** Settings of a namespace. */
  readonly getNamespaceSettings: {
    readonly access: 'namespace';
    readonly input: {
      readonly namespace: string;
    };
    readonly kind: 'json';
    readonly answer: NamespaceSettings;
  };
  /** Change settings of a namespace. */
  readonly updateNamespaceSettings: {
    readonly access: 'namespace';
    readonly input: {
      readonly namespace: string;
      readonly body: {
        readonly displayName?: string;
      };
    };
    readonly kind: 'json';
    readonly answer: NamespaceSettings;
  };
  /** Delete an organization and all that is in it; its name is not given again. */
  readonly deleteNamespace: {
    readonly access: 'namespace';
    readonly input: {
      readonly namespace: string;
    };
    readonly kind: 'empty';
    readonly answer: undefined;
  };
  /** The plan of a namespace, and what it includes. */
  readonly getPlan: {
    readonly access: 'namespace';
    readonly input: {
      readonly namespace: string;
    };
    readonly kind: 'json';
    readonly answer: NamespacePlan;
  };
  /** Set the plan of a namespace. */
  readonly setPlan: {
    readonly access: 'instance';
    readonly input: {
      readonly namespace: string;
      readonly body: {
        readonly plan: Plan;
      };
    };
    readonly kind: 'json';
    readonly answer: AdministeredNamespace;
  };
  /** Set how many bytes of images a namespace may keep. */
  readonly setQuota: {
    readonly access: 'instance';
    readonly input: {
      readonly namespace: string;
      readonly body: {
        /** null: no bound. */
        readonly bytes: number | null;
      };
    };
    readonly kind: 'json';
    readonly answer: AdministeredNamespace;
  };
  /** Every namespace with its plan, not what is in it. */
  readonly listAllNamespaces: {
    readonly access: 'instance';
    readonly input: {
      readonly search?: string;
      readonly kind?: 'personal' | 'organization';
      readonly plan?: Plan;
      readonly sort?: 'name' | 'createdAt' | 'repositories' | 'bytes';
      readonly order?: 'ascending' | 'descending';
      readonly limit?: number;
      readonly after?: string;
    };
    readonly kind: 'json';
    readonly answer: AdministeredNamespacePage;
  };
  /** The same as a file. */
  readonly exportAllNamespaces: {
    readonly access: 'instance';
    readonly input: {
      readonly search?: string;
      readonly kind?: 'personal' | 'organization';
      readonly plan?: Plan;
      readonly sort?: 'name' | 'createdAt' | 'repositories' | 'bytes';
      readonly order?: 'ascending' | 'descending';
      readonly format: 'csv' | 'json';
    };
    readonly kind: 'file';
    readonly answer: undefined;
  };
  /** Make an organization, of which one is the owner. */
  readonly createOrganization: {
    readonly access: 'instance';
    readonly input: {
      readonly body: {
        /** A namespace: a user’s or an organization’s. */
        readonly name: string;
        readonly displayName?: string;
      };
    };
    readonly kind: 'json';
    readonly answer: Namespace;
  };
  /** Members of an organization. */
  readonly listMembers: {
    readonly access: 'namespace';
    readonly input: {
      readonly namespace: string;
      readonly search?: string;
      readonly limit?: number;
      readonly after?: string;
    };
    readonly kind: 'json';
    readonly answer: MemberPage;
  };
  /** Change the role of a member. */
  readonly setMember: {
    readonly access: 'namespace';
    readonly input: {
      readonly namespace: string;
      readonly user: string;
      readonly body: {
        readonly role: Role;
      };
    };
    readonly kind: 'json';
    readonly answer: Member;
  };
  /** Remove a member from an organization and its teams. */
  readonly removeMember: {
    readonly access: 'namespace';
    readonly input: {
      readonly namespace: string;
      readonly user: string;
    };
    readonly kind: 'empty';
    readonly answer: undefined;
  };
  /** Leave an organization. */
  readonly leaveOrganization: {
    readonly access: 'namespace';
    readonly input: {
      readonly namespace: string;
    };
    readonly kind: 'empty';
    readonly answer: undefined;
  };
  /** Invitations that nobody took yet. */
  readonly listInvitations: {
    readonly access: 'namespace';
    readonly input: {
      readonly namespace: string;
      readonly limit?: number;
      readonly after?: string;
    };
    readonly kind: 'json';
    readonly answer: InvitationPage;
  };
  /** Invite somebody; the answer has the link to send. */
  readonly inviteMember: {
    readonly access: 'namespace';
    readonly input: {
      readonly namespace: string;
      readonly body: {
        readonly email?: string;
        readonly role: Role;
        readonly teams?: readonly string[];
      };
    };
    readonly kind: 'json';
    readonly answer: NewInvitation;
  };
  /** Withdraw an invitation. */
  readonly withdrawInvitation: {
    readonly access: 'namespace';
    readonly input: {
      readonly namespace: string;
      readonly id: string;
    };
    readonly kind: 'empty';
    readonly answer: undefined;
  };
  /** Teams of an organization. */
  readonly listTeams: {
    readonly access: 'namespace';
    readonly input: {
      readonly namespace: string;
      readonly limit?: number;
      readonly after?: string;
    };
    readonly kind: 'json';
    readonly answer: TeamPage;
  };
  /** Make a team. */
  readonly createTeam: {
    readonly access: 'namespace';
    readonly input: {
      readonly namespace: string;
      readonly body: {
        readonly name: string;
        readonly description?: string;
      };
    };
    readonly kind: 'json';
    readonly answer: Team;
  };
  /** Rename a team, or describe it otherwise. */
  readonly updateTeam: {
    readonly access: 'namespace';
    readonly input: {
      readonly namespace: string;
      readonly team: string;
      readonly body: {
        readonly name?: string;
        readonly description?: string;
      };
    };
    readonly kind: 'json';
    readonly answer: Team;
  };
  /** Delete a team; what it was granted ends. */
  readonly deleteTeam: {
    readonly access: 'namespace';
    readonly input: {
      readonly namespace: string;
      readonly team: string;
    };
    readonly kind: 'empty';
    readonly answer: undefined;
  };
  /** Who is in a team. */
  readonly listTeamMembers: {
    readonly access: 'namespace';
    readonly input: {
      readonly namespace: string;
      readonly team: string;
      readonly limit?: number;
      readonly after?: string;
    };
    readonly kind: 'json';
    readonly answer: TeamMemberPage;
  };
  /** Add a member of the organization to a team. */
  readonly addTeamMember: {
    readonly access: 'namespace';
    readonly input: {
      readonly namespace: string;
      readonly team: string;
      readonly user: string;
    };
    readonly kind: 'empty';
    readonly answer: undefined;
  };
  /** Take somebody out of a team. */
  readonly removeTeamMember: {
    readonly access: 'namespace';
    readonly input: {
      readonly namespace: string;
      readonly team: string;
      readonly user: string;
    };
    readonly kind: 'empty';
    readonly answer: undefined;
  };
  /** Tokens of an organization, for programs. */
  readonly listOrganizationTokens: {
    readonly access: 'namespace';
    readonly input: {
      readonly namespace: string;
      readonly limit?: number;
      readonly after?: string;
    };
    readonly kind: 'json';
    readonly answer: TokenPage;
  };
  /** Make a token of an organization. */
  readonly createOrganizationToken: {
    readonly access: 'namespace';
    readonly input: {
      readonly namespace: string;
      readonly body: {
        readonly name: string;
        readonly scopes: readonly Scope[];
        readonly expiresInDays?: number;
      };
    };
    readonly kind: 'json';
    readonly answer: NewToken;
  };
  /** Revoke a token of an organization. */
  readonly revokeOrganizationToken: {
    readonly access: 'namespace';
    readonly input: {
      readonly namespace: string;
      readonly id: string;
    };
    readonly kind: 'empty';
    readonly answer: undefined;
  };
  /** Repositories that one may see. */
  readonly listRepositories: {
    readonly access: 'open';
    readonly input: {
      readonly namespace?: string;
      readonly search?: string;
      readonly limit?: number;
      readonly after?: string;
    };
    readonly kind: 'json';
    readonly answer: RepositoryPage;
  };
  /** Make a repository. */
  readonly createRepository: {
    readonly access: 'namespace';
    readonly input: {
      readonly namespace: string;
      readonly body: {
        /** A repository’s name without its namespace; may have slashes. */
        readonly name: string;
        readonly visibility?: Visibility;
        readonly description?: string;
      };
    };
    readonly kind: 'json';
    readonly answer: Repository;
  };
  /** A repository. */
  readonly getRepository: {
    readonly access: 'repository';
    readonly input: {
      readonly namespace: string;
      readonly repository: string;
    };
    readonly kind: 'json';
    readonly answer: RepositoryDetails;
  };
  /** Delete a repository with all its tags and images. */
  readonly deleteRepository: {
    readonly access: 'repository';
    readonly input: {
      readonly namespace: string;
      readonly repository: string;
    };
    readonly kind: 'empty';
    readonly answer: undefined;
  };
  /** Settings of a repository. */
  readonly getRepositorySettings: {
    readonly access: 'repository';
    readonly input: {
      readonly namespace: string;
      readonly repository: string;
    };
    readonly kind: 'json';
    readonly answer: RepositorySettings;
  };
  /** Change settings of a repository. */
  readonly updateRepositorySettings: {
    readonly access: 'repository';
    readonly input: {
      readonly namespace: string;
      readonly repository: string;
      readonly body: {
        readonly visibility?: Visibility;
        readonly description?: string;
        readonly readme?: string;
        readonly publishesResults?: boolean;
        readonly immutableTags?: readonly string[];
        readonly retention?: Retention;
      };
    };
    readonly kind: 'json';
    readonly answer: RepositorySettings;
  };
  /** Teams or collaborators of a repository. */
  readonly listGrants: {
    readonly access: 'repository';
    readonly input: {
      readonly namespace: string;
      readonly repository: string;
      readonly limit?: number;
      readonly after?: string;
    };
    readonly kind: 'json';
    readonly answer: GrantPage;
  };
  /** Let a team or a collaborator use a repository. */
  readonly setGrant: {
    readonly access: 'repository';
    readonly input: {
      readonly namespace: string;
      readonly repository: string;
      readonly kind: 'team' | 'collaborator';
      readonly holder: string;
      readonly body: {
        readonly permission: Permission;
      };
    };
    readonly kind: 'json';
    readonly answer: Grant;
  };
  /** Take a team’s or a collaborator’s permission back. */
  readonly removeGrant: {
    readonly access: 'repository';
    readonly input: {
      readonly namespace: string;
      readonly repository: string;
      readonly kind: 'team' | 'collaborator';
      readonly holder: string;
    };
    readonly kind: 'empty';
    readonly answer: undefined;
  };
  /** Tags with what is known of each. */
  readonly listTags: {
    readonly access: 'repository';
    readonly input: {
      readonly namespace: string;
      readonly repository: string;
      readonly search?: string;
      readonly sort?: 'name' | 'newest' | 'largest' | 'severity' | 'pulled';
      readonly state?: string;
      readonly limit?: number;
      readonly after?: string;
    };
    readonly kind: 'json';
    readonly answer: TagPage;
  };
  /** The same as a file. */
  readonly exportTags: {
    readonly access: 'repository';
    readonly input: {
      readonly namespace: string;
      readonly repository: string;
      readonly search?: string;
      readonly sort?: 'name' | 'newest' | 'largest' | 'severity' | 'pulled';
      readonly state?: string;
      readonly format: 'csv' | 'json';
    };
    readonly kind: 'file';
    readonly answer: undefined;
  };
  /** A tag. */
  readonly getTag: {
    readonly access: 'repository';
    readonly input: {
      readonly namespace: string;
      readonly repository: string;
      readonly tag: string;
    };
    readonly kind: 'json';
    readonly answer: Tag;
  };
  /** Delete one tag: not the image, and no other tag of it. */
  readonly deleteTag: {
    readonly access: 'repository';
    readonly input: {
      readonly namespace: string;
      readonly repository: string;
      readonly tag: string;
    };
    readonly kind: 'json';
    readonly answer: DeletedTag;
  };
  /** What a tag pointed to, when, and by whom; the newest first. */
  readonly listTagHistory: {
    readonly access: 'repository';
    readonly input: {
      readonly namespace: string;
      readonly repository: string;
      readonly tag: string;
      readonly limit?: number;
      readonly after?: string;
    };
    readonly kind: 'json';
    readonly answer: TagMovePage;
  };
  /** A manifest or an index. */
  readonly getManifest: {
    readonly access: 'repository';
    readonly input: {
      readonly namespace: string;
      readonly repository: string;
      readonly digest: string;
    };
    readonly kind: 'json';
    readonly answer: Manifest;
  };
  /** Delete an image and every tag that points to it. */
  readonly deleteManifest: {
    readonly access: 'repository';
    readonly input: {
      readonly namespace: string;
      readonly repository: string;
      readonly digest: string;
    };
    readonly kind: 'json';
    readonly answer: DeletedManifest;
  };
  /** The image’s configuration, as pushed. */
  readonly getImageConfig: {
    readonly access: 'repository';
    readonly input: {
      readonly namespace: string;
      readonly repository: string;
      readonly digest: string;
    };
    readonly kind: 'json';
    readonly answer: ImageConfig;
  };
  /** Artifacts attached to an image. */
  readonly listReferrers: {
    readonly access: 'repository';
    readonly input: {
      readonly namespace: string;
      readonly repository: string;
      readonly digest: string;
      readonly artifactType?: string;
      readonly limit?: number;
      readonly after?: string;
    };
    readonly kind: 'json';
    readonly answer: ReferrerPage;
  };
  /** Whether pushes to a repository are analyzed. */
  readonly getActivation: {
    readonly access: 'repository';
    readonly input: {
      readonly namespace: string;
      readonly repository: string;
    };
    readonly kind: 'json';
    readonly answer: Activation;
  };
  /** Analyze what is pushed from now on, and what is there as `backFill` says. */
  readonly activateAnalysis: {
    readonly access: 'repository';
    readonly input: {
      readonly namespace: string;
      readonly repository: string;
      readonly body: {
        readonly backFill?: BackFill;
      };
    };
    readonly kind: 'json';
    readonly answer: Activation;
  };
  /** Analyze no more; results stay, and are not kept up to date. */
  readonly deactivateAnalysis: {
    readonly access: 'repository';
    readonly input: {
      readonly namespace: string;
      readonly repository: string;
    };
    readonly kind: 'json';
    readonly answer: Activation;
  };
  /** Activate every repository whose name matches. */
  readonly activateMatching: {
    readonly access: 'namespace';
    readonly input: {
      readonly namespace: string;
      readonly body: {
        /** After namespace/; * is any text. */
        readonly pattern: string;
        readonly backFill?: BackFill;
      };
    };
    readonly kind: 'json';
    readonly answer: BulkActivation;
  };
  /** Deactivate every repository whose name matches. */
  readonly deactivateMatching: {
    readonly access: 'namespace';
    readonly input: {
      readonly namespace: string;
      readonly body: {
        readonly pattern: string;
      };
    };
    readonly kind: 'json';
    readonly answer: BulkActivation;
  };
  /** Whether repositories made from now on begin active. */
  readonly setActivationDefault: {
    readonly access: 'namespace';
    readonly input: {
      readonly namespace: string;
      readonly body: {
        readonly isActive: boolean;
      };
    };
    readonly kind: 'json';
    readonly answer: {
      readonly isActive: boolean;
    };
  };
  /** Where the analysis of an image is, and the summary of its last result. */
  readonly getAnalysis: {
    readonly access: 'repository';
    readonly input: {
      readonly namespace: string;
      readonly repository: string;
      readonly reference: string;
    };
    readonly kind: 'json';
    readonly answer: ImageAnalysis;
  };
  /** Analyze an image again. */
  readonly rerunAnalysis: {
    readonly access: 'repository';
    readonly input: {
      readonly namespace: string;
      readonly repository: string;
      readonly reference: string;
    };
    readonly kind: 'json';
    readonly answer: ImageAnalysis;
  };
  /** Cancel an analysis that waits or runs. */
  readonly cancelAnalysis: {
    readonly access: 'repository';
    readonly input: {
      readonly namespace: string;
      readonly repository: string;
      readonly reference: string;
    };
    readonly kind: 'json';
    readonly answer: ImageAnalysis;
  };
  /** The whole report. */
  readonly getReport: {
    readonly access: 'repository';
    readonly input: {
      readonly namespace: string;
      readonly repository: string;
      readonly reference: string;
      readonly platform?: string;
    };
    readonly kind: 'json';
    readonly answer: Report;
  };
  /** The report as a file. */
  readonly exportReport: {
    readonly access: 'repository';
    readonly input: {
      readonly namespace: string;
      readonly repository: string;
      readonly reference: string;
      readonly platform?: string;
      readonly format: 'json' | 'sarif' | 'gitlab' | 'cyclonedx' | 'spdx' | 'csv' | 'markdown' | 'html';
    };
    readonly kind: 'file';
    readonly answer: undefined;
  };
  /** Why a vulnerability is reported for an image, or exactly why not. */
  readonly explainFinding: {
    readonly access: 'repository';
    readonly input: {
      readonly namespace: string;
      readonly repository: string;
      readonly reference: string;
      readonly id: string;
      readonly platform?: string;
    };
    readonly kind: 'json';
    readonly answer: Explanation;
  };
  /** What changed from another image to this one. */
  readonly compareImages: {
    readonly access: 'repository';
    readonly input: {
      readonly namespace: string;
      readonly repository: string;
      readonly reference: string;
      readonly platform?: string;
      readonly before?: string;
      readonly beforeRepository?: string;
    };
    readonly kind: 'json';
    readonly answer: Comparison;
  };
  /** Every analysis of an image with its cause; the newest first. */
  readonly listAnalysisHistory: {
    readonly access: 'repository';
    readonly input: {
      readonly namespace: string;
      readonly repository: string;
      readonly digest: string;
      readonly limit?: number;
      readonly after?: string;
    };
    readonly kind: 'json';
    readonly answer: AnalysisHistoryPage;
  };
  /** A report from an SBOM made elsewhere, for an image that is not here. */
  readonly pushSbom: {
    readonly access: 'repository';
    readonly input: {
      readonly namespace: string;
      readonly repository: string;
      readonly name: string;
      readonly body: Uint8Array;
      readonly mediaType: string;
    };
    readonly kind: 'json';
    readonly answer: ImageAnalysis;
  };
  /** Changes of analyses in a repository, as they happen. */
  readonly followRepository: {
    readonly access: 'repository';
    readonly input: {
      readonly namespace: string;
      readonly repository: string;
    };
    readonly kind: 'events';
    readonly answer: AnalysisEvent;
  };
  /** What is inside. */
  readonly listPackages: {
    readonly access: 'repository';
    readonly input: {
      readonly namespace: string;
      readonly repository: string;
      readonly reference: string;
      readonly platform?: string;
      readonly search?: string;
      readonly type?: string;
      readonly layer?: string;
      readonly license?: string;
      readonly affected?: 'true' | 'false';
      readonly sort?: 'name' | 'severity' | 'type' | 'layer';
      readonly limit?: number;
      readonly after?: string;
    };
    readonly kind: 'json';
    readonly answer: PackagePage;
  };
  /** The same as a file. */
  readonly exportPackages: {
    readonly access: 'repository';
    readonly input: {
      readonly namespace: string;
      readonly repository: string;
      readonly reference: string;
      readonly platform?: string;
      readonly search?: string;
      readonly type?: string;
      readonly layer?: string;
      readonly license?: string;
      readonly affected?: 'true' | 'false';
      readonly sort?: 'name' | 'severity' | 'type' | 'layer';
      readonly format: 'csv' | 'json';
    };
    readonly kind: 'file';
    readonly answer: undefined;
  };
  /** Findings of one platform by package or by vulnerability, with counts for the filters. */
  readonly listFindingGroups: {
    readonly access: 'repository';
    readonly input: {
      readonly namespace: string;
      readonly repository: string;
      readonly reference: string;
      readonly platform?: string;
      readonly severity?: string;
      readonly fixable?: 'true' | 'false';
      readonly exploited?: 'true' | 'false';
      readonly fresh?: 'true' | 'false';
      readonly type?: string;
      readonly layer?: string;
      readonly search?: string;
      readonly epss?: number;
      readonly hidden?: 'true' | 'false';
      readonly group?: 'package' | 'vulnerability';
      readonly sort?: 'severity' | 'name' | 'epss' | 'score' | 'count' | 'fixed';
      readonly limit?: number;
      readonly after?: string;
    };
    readonly kind: 'json';
    readonly answer: FindingGroupPage;
  };
  /** What the filters leave as a file, in the order of its rows: CSV as of `exportReport`. */
  readonly exportFindings: {
    readonly access: 'repository';
    readonly input: {
      readonly namespace: string;
      readonly repository: string;
      readonly reference: string;
      readonly platform?: string;
      readonly severity?: string;
      readonly fixable?: 'true' | 'false';
      readonly exploited?: 'true' | 'false';
      readonly fresh?: 'true' | 'false';
      readonly type?: string;
      readonly layer?: string;
      readonly search?: string;
      readonly epss?: number;
      readonly hidden?: 'true' | 'false';
      readonly group?: 'package' | 'vulnerability';
      readonly sort?: 'severity' | 'name' | 'epss' | 'score' | 'count' | 'fixed';
      readonly format: 'csv' | 'json';
    };
    readonly kind: 'file';
    readonly answer: undefined;
  };
  /** Findings of one row: of a package by its key, or of a vulnerability by its id. */
  readonly listFindings: {
    readonly access: 'repository';
    readonly input: {
      readonly namespace: string;
      readonly repository: string;
      readonly reference: string;
      readonly id: string;
      readonly platform?: string;
      readonly severity?: string;
      readonly fixable?: 'true' | 'false';
      readonly exploited?: 'true' | 'false';
      readonly fresh?: 'true' | 'false';
      readonly type?: string;
      readonly layer?: string;
      readonly search?: string;
      readonly epss?: number;
      readonly hidden?: 'true' | 'false';
      readonly limit?: number;
      readonly after?: string;
    };
    readonly kind: 'json';
    readonly answer: FindingPage;
  };
  /** What to change in one platform, most urgent first, and what each change removes. */
  readonly listFixSteps: {
    readonly access: 'repository';
    readonly input: {
      readonly namespace: string;
      readonly repository: string;
      readonly reference: string;
      readonly platform?: string;
      readonly limit?: number;
      readonly after?: string;
    };
    readonly kind: 'json';
    readonly answer: FixStepPage;
  };
  /** History and layers of one platform, the lowest first, with what each brought. */
  readonly getLayers: {
    readonly access: 'repository';
    readonly input: {
      readonly namespace: string;
      readonly repository: string;
      readonly reference: string;
      readonly platform?: string;
    };
    readonly kind: 'json';
    readonly answer: ImageLayers;
  };
  /** Executables of no package, what a layer deleted and is downloaded, likely secrets, and SBOMs of others. */
  readonly getFileLedger: {
    readonly access: 'repository';
    readonly input: {
      readonly namespace: string;
      readonly repository: string;
      readonly reference: string;
      readonly platform?: string;
    };
    readonly kind: 'json';
    readonly answer: FileLedger;
  };
  /** What the image’s configuration says, likely secrets left out, and its history. */
  readonly getImageFacts: {
    readonly access: 'repository';
    readonly input: {
      readonly namespace: string;
      readonly repository: string;
      readonly reference: string;
      readonly platform?: string;
    };
    readonly kind: 'json';
    readonly answer: ImageFacts;
  };
  /** What an image is built on, and what is built on it, of the images that I may read. */
  readonly getHierarchy: {
    readonly access: 'repository';
    readonly input: {
      readonly namespace: string;
      readonly repository: string;
      readonly reference: string;
      readonly platform?: string;
    };
    readonly kind: 'json';
    readonly answer: ImageHierarchy;
  };
  /** What it could be built on instead, predicted without building; what the last change did. */
  readonly getBaseOptions: {
    readonly access: 'repository';
    readonly input: {
      readonly namespace: string;
      readonly repository: string;
      readonly reference: string;
      readonly platform?: string;
    };
    readonly kind: 'json';
    readonly answer: BaseOptions;
  };
  /** Of each package that has a fix the versions to go to, and what each removes. */
  readonly listUpgrades: {
    readonly access: 'repository';
    readonly input: {
      readonly namespace: string;
      readonly repository: string;
      readonly reference: string;
      readonly platform?: string;
      readonly limit?: number;
      readonly after?: string;
    };
    readonly kind: 'json';
    readonly answer: PackageUpgradePage;
  };
  /** Search the vulnerability database. */
  readonly listVulnerabilities: {
    readonly access: 'instance';
    readonly input: {
      readonly q?: string;
      readonly package?: string;
      readonly namespace?: string;
      readonly severity?: string;
      readonly exploited?: 'true' | 'false';
      readonly epssMin?: number;
      readonly class?: 'vulnerability' | 'malware';
      readonly modifiedFrom?: string;
      readonly modifiedBefore?: string;
      readonly publishedFrom?: string;
      readonly publishedBefore?: string;
      readonly mine?: 'true' | 'false';
      readonly withdrawn?: 'true' | 'false';
      readonly sort?: 'relevance' | 'modified' | 'published' | 'severity' | 'epss';
      readonly limit?: number;
      readonly after?: string;
    };
    readonly kind: 'json';
    readonly answer: VulnerabilityPage;
  };
  /** What a search of the vulnerability database finds, as a file; the first 10,000. */
  readonly exportVulnerabilities: {
    readonly access: 'instance';
    readonly input: {
      readonly q?: string;
      readonly package?: string;
      readonly namespace?: string;
      readonly severity?: string;
      readonly exploited?: 'true' | 'false';
      readonly epssMin?: number;
      readonly class?: 'vulnerability' | 'malware';
      readonly modifiedFrom?: string;
      readonly modifiedBefore?: string;
      readonly publishedFrom?: string;
      readonly publishedBefore?: string;
      readonly mine?: 'true' | 'false';
      readonly withdrawn?: 'true' | 'false';
      readonly sort?: 'relevance' | 'modified' | 'published' | 'severity' | 'epss';
      readonly format: 'csv' | 'json';
    };
    readonly kind: 'file';
    readonly answer: undefined;
  };
  /** All that is known of a vulnerability; any of its ids will do. */
  readonly getVulnerability: {
    readonly access: 'instance';
    readonly input: {
      readonly id: string;
    };
    readonly kind: 'json';
    readonly answer: Vulnerability;
  };
  /** My images that have a vulnerability; current ones first. */
  readonly listVulnerabilityImages: {
    readonly access: 'instance';
    readonly input: {
      readonly id: string;
      readonly repository?: string;
      readonly fixable?: 'true';
      readonly limit?: number;
      readonly after?: string;
    };
    readonly kind: 'json';
    readonly answer: AffectedImagePage;
  };
  /** My images that have a vulnerability, as a file; a row for each package of each. */
  readonly exportVulnerabilityImages: {
    readonly access: 'instance';
    readonly input: {
      readonly id: string;
      readonly repository?: string;
      readonly fixable?: 'true';
      readonly format: 'csv' | 'json';
    };
    readonly kind: 'file';
    readonly answer: undefined;
  };
  /** Packages in my images, by name. */
  readonly listFleetPackages: {
    readonly access: 'instance';
    readonly input: {
      readonly q?: string;
      readonly match?: 'contains' | 'start';
      readonly type?: string;
      readonly version?: string;
      readonly limit?: number;
      readonly after?: string;
    };
    readonly kind: 'json';
    readonly answer: FleetPackagePage;
  };
  /** Packages in my images, as a file. */
  readonly exportFleetPackages: {
    readonly access: 'instance';
    readonly input: {
      readonly q?: string;
      readonly match?: 'contains' | 'start';
      readonly type?: string;
      readonly version?: string;
      readonly format: 'csv' | 'json';
    };
    readonly kind: 'file';
    readonly answer: undefined;
  };
  /** Versions of a package in my images; the one in most images first. */
  readonly listPackageVersions: {
    readonly access: 'instance';
    readonly input: {
      readonly type: string;
      readonly name: string;
      readonly limit?: number;
      readonly after?: string;
    };
    readonly kind: 'json';
    readonly answer: FleetVersionPage;
  };
  /** My images that have a package, and where in them; current ones first. */
  readonly listPackageImages: {
    readonly access: 'instance';
    readonly input: {
      readonly type: string;
      readonly name: string;
      readonly version?: string;
      readonly repository?: string;
      readonly limit?: number;
      readonly after?: string;
    };
    readonly kind: 'json';
    readonly answer: PackageImagePage;
  };
  /** Images that mine are built on, the most used first; a thousand at most. */
  readonly listBases: {
    readonly access: 'instance';
    readonly input: {
      readonly stale?: 'true';
      readonly limit?: number;
      readonly after?: string;
    };
    readonly kind: 'json';
    readonly answer: BaseInUsePage;
  };
  /** What was analyzed in my images since a moment, and what it brought; the newest first. */
  readonly listChanges: {
    readonly access: 'instance';
    readonly input: {
      readonly since?: string;
      readonly limit?: number;
      readonly after?: string;
    };
    readonly kind: 'json';
    readonly answer: FleetChangePage;
  };
  /** A few repositories, tags, packages and vulnerabilities by what somebody types. */
  readonly search: {
    readonly access: 'instance';
    readonly input: {
      readonly q: string;
      readonly limit?: number;
    };
    readonly kind: 'json';
    readonly answer: Found;
  };
  /** Who did what; the newest first. */
  readonly listAuditLog: {
    readonly access: 'instance';
    readonly input: {
      readonly actor?: string;
      readonly deed?: string;
      readonly limit?: number;
      readonly after?: string;
    };
    readonly kind: 'json';
    readonly answer: AuditPage;
  };
  /** Who did what in a namespace; the newest first. */
  readonly listNamespaceAuditLog: {
    readonly access: 'namespace';
    readonly input: {
      readonly namespace: string;
      readonly actor?: string;
      readonly deed?: string;
      readonly limit?: number;
      readonly after?: string;
    };
    readonly kind: 'json';
    readonly answer: AuditPage;
  };
  /** Analyses that wait, run, or failed. */
  readonly getQueue: {
    readonly access: 'instance';
    readonly input: {
      readonly limit?: number;
    };
    readonly kind: 'json';
    readonly answer: Queue;
  };
  /** Analyses that failed, are stuck, wait or run, with the reason. */
  readonly listQueueItems: {
    readonly access: 'instance';
    readonly input: {
      readonly show?: 'failed' | 'stuck' | 'waiting' | 'working';
      readonly search?: string;
      readonly order?: 'newest' | 'oldest';
      readonly limit?: number;
      readonly after?: string;
    };
    readonly kind: 'json';
    readonly answer: QueueItemPage;
  };
  /** The same as a file. */
  readonly exportQueueItems: {
    readonly access: 'instance';
    readonly input: {
      readonly show?: 'failed' | 'stuck' | 'waiting' | 'working';
      readonly search?: string;
      readonly order?: 'newest' | 'oldest';
      readonly format: 'csv' | 'json';
    };
    readonly kind: 'file';
    readonly answer: undefined;
  };
  /** Analyze again what failed, and at once what waits for its next try. */
  readonly retryAnalyses: {
    readonly access: 'instance';
    readonly input: {
      readonly body: {
        readonly digests?: readonly string[];
        /** Instead of digests. */
        readonly all?: true;
      };
    };
    readonly kind: 'json';
    readonly answer: RetriedAnalyses;
  };
  /** End analyses that wait or run, whoever asked for them. */
  readonly cancelAnalyses: {
    readonly access: 'instance';
    readonly input: {
      readonly body: {
        readonly digests?: readonly string[];
        /** Instead of digests. */
        readonly all?: true;
      };
    };
    readonly kind: 'json';
    readonly answer: CancelledAnalyses;
  };
  /** Where advisories come from, and what is being fetched. */
  readonly getFeedsStatus: {
    readonly access: 'instance';
    readonly input: Readonly<Record<string, never>>;
    readonly kind: 'json';
    readonly answer: FeedsStatus;
  };
  /** Advisory feeds with their freshness, size, licence and last error. */
  readonly listFeeds: {
    readonly access: 'instance';
    readonly input: {
      readonly search?: string;
      readonly show?: 'all' | 'troubled';
      readonly sort?: 'name' | 'freshAt' | 'records' | 'bytes';
      readonly order?: 'ascending' | 'descending';
      readonly limit?: number;
      readonly after?: string;
    };
    readonly kind: 'json';
    readonly answer: FeedPage;
  };
  /** The same as a file. */
  readonly exportFeeds: {
    readonly access: 'instance';
    readonly input: {
      readonly search?: string;
      readonly show?: 'all' | 'troubled';
      readonly sort?: 'name' | 'freshAt' | 'records' | 'bytes';
      readonly order?: 'ascending' | 'descending';
      readonly format: 'csv' | 'json';
    };
    readonly kind: 'file';
    readonly answer: undefined;
  };
  /** Fetch feeds now: the status tells how it goes on. */
  readonly updateFeeds: {
    readonly access: 'instance';
    readonly input: {
      readonly body: {
        /** By name, also such as are not here yet; absent: all that are here. */
        readonly feeds?: readonly string[];
        /** Also a feed that lost over a fifth of its records; absent: the last state stays. */
        readonly acceptsShrinking?: boolean;
      };
    };
    readonly kind: 'json';
    readonly answer: FeedUpdate;
  };
  /** Advisory snapshots on disk, the newest first. */
  readonly listSnapshots: {
    readonly access: 'instance';
    readonly input: {
      readonly limit?: number;
      readonly after?: string;
    };
    readonly kind: 'json';
    readonly answer: SnapshotPage;
  };
  /** Make another stored snapshot the active one; an older one is pinned. */
  readonly activateSnapshot: {
    readonly access: 'instance';
    readonly input: {
      readonly body: {
        readonly number: number;
      };
    };
    readonly kind: 'empty';
    readonly answer: undefined;
  };
  /** Keep the active snapshot, whatever updates bring. */
  readonly pinSnapshot: {
    readonly access: 'instance';
    readonly input: Readonly<Record<string, never>>;
    readonly kind: 'empty';
    readonly answer: undefined;
  };
  /** Let the newest snapshot be the active one again. */
  readonly unpinSnapshot: {
    readonly access: 'instance';
    readonly input: Readonly<Record<string, never>>;
    readonly kind: 'empty';
    readonly answer: undefined;
  };
  /** Base images of other registries that hierarchies name. */
  readonly listPublicBases: {
    readonly access: 'instance';
    readonly input: {
      readonly limit?: number;
      readonly after?: string;
    };
    readonly kind: 'json';
    readonly answer: ImportedBasePage;
  };
  /** Remember the layers of an image of another registry, so that hierarchies name it. */
  readonly importPublicBase: {
    readonly access: 'instance';
    readonly input: {
      readonly body: {
        /** As people write it: docker.io/library/debian:12. */
        readonly reference: string;
        /** Of the image manifest. */
        readonly digest: string;
        /** os/architecture. */
        readonly platform: string;
        /** Of its layers, the lowest first, as its config lists them. */
        readonly diffIds: readonly string[];
      };
    };
    readonly kind: 'empty';
    readonly answer: undefined;
  };
  /** Forget an image of another registry. */
  readonly removePublicBase: {
    readonly access: 'instance';
    readonly input: {
      readonly body: {
        /** As people write it: docker.io/library/debian:12. */
        readonly reference: string;
      };
    };
    readonly kind: 'empty';
    readonly answer: undefined;
  };
  /** What is stored where, how much room is left, and what was cleared. */
  readonly getStorage: {
    readonly access: 'instance';
    readonly input: Readonly<Record<string, never>>;
    readonly kind: 'json';
    readonly answer: Storage;
  };
  /** Clear storage of what nothing uses, while the registry goes on. */
  readonly collectGarbage: {
    readonly access: 'instance';
    readonly input: Readonly<Record<string, never>>;
    readonly kind: 'json';
    readonly answer: GarbageCollection;
  };
  /** Identity providers that people may sign in with, without their secrets. */
  readonly listIdentityProviders: {
    readonly access: 'instance';
    readonly input: {
      readonly limit?: number;
      readonly after?: string;
    };
    readonly kind: 'json';
    readonly answer: IdentityProviderPage;
  };
  /** Add an identity provider (OpenID Connect), or change it. */
  readonly putIdentityProvider: {
    readonly access: 'instance';
    readonly input: {
      readonly provider: string;
      readonly body: {
        /** On the button of the sign-in page. */
        readonly title: string;
        readonly issuer: string;
        readonly clientId: string;
        /** Asked for besides openid, profile and email. */
        readonly scopes?: readonly string[];
        /** groups, if absent. */
        readonly groupsClaim?: string;
        /** true, if absent. */
        readonly makesUsers?: boolean;
        /** Never told again. Needed for a new provider, and with another issuer. */
        readonly clientSecret?: string;
      };
    };
    readonly kind: 'json';
    readonly answer: IdentityProvider;
  };
  /** Remove an identity provider; accounts stay, without that way in. */
  readonly deleteIdentityProvider: {
    readonly access: 'instance';
    readonly input: {
      readonly provider: string;
    };
    readonly kind: 'empty';
    readonly answer: undefined;
  };
  /** Which groups of the provider belong to which organizations and teams. */
  readonly setIdentityGroups: {
    readonly access: 'instance';
    readonly input: {
      readonly provider: string;
      readonly body: {
        readonly groups: readonly GroupMapping[];
      };
    };
    readonly kind: 'json';
    readonly answer: IdentityProvider;
  };
  /** Ask the provider for its configuration, as signing in would. */
  readonly testIdentityProvider: {
    readonly access: 'instance';
    readonly input: {
      readonly provider: string;
    };
    readonly kind: 'json';
    readonly answer: IdentityProviderTest;
  };
  /** What the server depends on, and how it is. */
  readonly getHealth: {
    readonly access: 'instance';
    readonly input: Readonly<Record<string, never>>;
    readonly kind: 'json';
    readonly answer: Health;
  };
}

export interface Operation {
  readonly method: string;
  /** With `{name}` where a parameter goes. */
  readonly path: string;
  readonly kind: 'json' | 'empty' | 'events' | 'file' | 'bytes' | 'redirect';
}

/** Where every operation is, and what it answers with. */
export const OPERATIONS: Readonly<Record<keyof Operations, Operation>> = {
  getInstance: { method: 'GET', path: '/api/v1/instance', kind: 'json' },
  setUp: { method: 'POST', path: '/api/v1/setup', kind: 'json' },
  signIn: { method: 'POST', path: '/api/v1/session', kind: 'json' },
  getSession: { method: 'GET', path: '/api/v1/session', kind: 'json' },
  signOut: { method: 'DELETE', path: '/api/v1/session', kind: 'empty' },
  startIdentitySignIn: { method: 'GET', path: '/api/v1/identity/{provider}/start', kind: 'redirect' },
  finishIdentitySignIn: { method: 'GET', path: '/api/v1/identity/{provider}/callback', kind: 'redirect' },
  getAdvisories: { method: 'GET', path: '/api/v1/advisories', kind: 'json' },
  getAdvisoryPart: { method: 'GET', path: '/api/v1/advisories/parts/{digest}', kind: 'bytes' },
  getAccount: { method: 'GET', path: '/api/v1/account', kind: 'json' },
  updateAccount: { method: 'PATCH', path: '/api/v1/account', kind: 'json' },
  noteVisit: { method: 'PUT', path: '/api/v1/account/visit', kind: 'json' },
  deleteAccount: { method: 'DELETE', path: '/api/v1/account', kind: 'empty' },
  changePassword: { method: 'PUT', path: '/api/v1/account/password', kind: 'empty' },
  beginSecondStep: { method: 'POST', path: '/api/v1/account/second-step', kind: 'json' },
  confirmSecondStep: { method: 'PUT', path: '/api/v1/account/second-step', kind: 'json' },
  endSecondStep: { method: 'DELETE', path: '/api/v1/account/second-step', kind: 'empty' },
  listSessions: { method: 'GET', path: '/api/v1/account/sessions', kind: 'json' },
  endSession: { method: 'DELETE', path: '/api/v1/account/sessions/{id}', kind: 'empty' },
  endOtherSessions: { method: 'DELETE', path: '/api/v1/account/sessions', kind: 'json' },
  listTokens: { method: 'GET', path: '/api/v1/account/tokens', kind: 'json' },
  createToken: { method: 'POST', path: '/api/v1/account/tokens', kind: 'json' },
  revokeToken: { method: 'DELETE', path: '/api/v1/account/tokens/{id}', kind: 'empty' },
  acceptInvitation: { method: 'POST', path: '/api/v1/invitations/accept', kind: 'json' },
  listUsers: { method: 'GET', path: '/api/v1/users', kind: 'json' },
  exportUsers: { method: 'GET', path: '/api/v1/users/export', kind: 'file' },
  updateUser: { method: 'PATCH', path: '/api/v1/users/{name}', kind: 'json' },
  deleteUser: { method: 'DELETE', path: '/api/v1/users/{name}', kind: 'empty' },
  inviteUser: { method: 'POST', path: '/api/v1/invitations', kind: 'json' },
  listNamespaces: { method: 'GET', path: '/api/v1/namespaces', kind: 'json' },
  getNamespace: { method: 'GET', path: '/api/v1/namespaces/{namespace}', kind: 'json' },
  getNamespaceSettings: { method: 'GET', path: '/api/v1/namespaces/{namespace}/settings', kind: 'json' },
  updateNamespaceSettings: { method: 'PATCH', path: '/api/v1/namespaces/{namespace}/settings', kind: 'json' },
  deleteNamespace: { method: 'DELETE', path: '/api/v1/namespaces/{namespace}', kind: 'empty' },
  getPlan: { method: 'GET', path: '/api/v1/namespaces/{namespace}/plan', kind: 'json' },
  setPlan: { method: 'PUT', path: '/api/v1/namespaces/{namespace}/plan', kind: 'json' },
  setQuota: { method: 'PUT', path: '/api/v1/namespaces/{namespace}/quota', kind: 'json' },
  listAllNamespaces: { method: 'GET', path: '/api/v1/administration/namespaces', kind: 'json' },
  exportAllNamespaces: { method: 'GET', path: '/api/v1/administration/namespaces/export', kind: 'file' },
  createOrganization: { method: 'POST', path: '/api/v1/organizations', kind: 'json' },
  listMembers: { method: 'GET', path: '/api/v1/namespaces/{namespace}/members', kind: 'json' },
  setMember: { method: 'PUT', path: '/api/v1/namespaces/{namespace}/members/{user}', kind: 'json' },
  removeMember: { method: 'DELETE', path: '/api/v1/namespaces/{namespace}/members/{user}', kind: 'empty' },
  leaveOrganization: { method: 'DELETE', path: '/api/v1/namespaces/{namespace}/membership', kind: 'empty' },
  listInvitations: { method: 'GET', path: '/api/v1/namespaces/{namespace}/invitations', kind: 'json' },
  inviteMember: { method: 'POST', path: '/api/v1/namespaces/{namespace}/invitations', kind: 'json' },
  withdrawInvitation: { method: 'DELETE', path: '/api/v1/namespaces/{namespace}/invitations/{id}', kind: 'empty' },
  listTeams: { method: 'GET', path: '/api/v1/namespaces/{namespace}/teams', kind: 'json' },
  createTeam: { method: 'POST', path: '/api/v1/namespaces/{namespace}/teams', kind: 'json' },
  updateTeam: { method: 'PATCH', path: '/api/v1/namespaces/{namespace}/teams/{team}', kind: 'json' },
  deleteTeam: { method: 'DELETE', path: '/api/v1/namespaces/{namespace}/teams/{team}', kind: 'empty' },
  listTeamMembers: { method: 'GET', path: '/api/v1/namespaces/{namespace}/teams/{team}/members', kind: 'json' },
  addTeamMember: { method: 'PUT', path: '/api/v1/namespaces/{namespace}/teams/{team}/members/{user}', kind: 'empty' },
  removeTeamMember: { method: 'DELETE', path: '/api/v1/namespaces/{namespace}/teams/{team}/members/{user}', kind: 'empty' },
  listOrganizationTokens: { method: 'GET', path: '/api/v1/namespaces/{namespace}/tokens', kind: 'json' },
  createOrganizationToken: { method: 'POST', path: '/api/v1/namespaces/{namespace}/tokens', kind: 'json' },
  revokeOrganizationToken: { method: 'DELETE', path: '/api/v1/namespaces/{namespace}/tokens/{id}', kind: 'empty' },
  listRepositories: { method: 'GET', path: '/api/v1/repositories', kind: 'json' },
  createRepository: { method: 'POST', path: '/api/v1/namespaces/{namespace}/repositories', kind: 'json' },
  getRepository: { method: 'GET', path: '/api/v1/repositories/{namespace}/{repository}', kind: 'json' },
  deleteRepository: { method: 'DELETE', path: '/api/v1/repositories/{namespace}/{repository}', kind: 'empty' },
  getRepositorySettings: { method: 'GET', path: '/api/v1/repositories/{namespace}/{repository}/settings', kind: 'json' },
  updateRepositorySettings: { method: 'PATCH', path: '/api/v1/repositories/{namespace}/{repository}/settings', kind: 'json' },
  listGrants: { method: 'GET', path: '/api/v1/repositories/{namespace}/{repository}/grants', kind: 'json' },
  setGrant: { method: 'PUT', path: '/api/v1/repositories/{namespace}/{repository}/grants/{kind}/{holder}', kind: 'json' },
  removeGrant: { method: 'DELETE', path: '/api/v1/repositories/{namespace}/{repository}/grants/{kind}/{holder}', kind: 'empty' },
  listTags: { method: 'GET', path: '/api/v1/repositories/{namespace}/{repository}/tags', kind: 'json' },
  exportTags: { method: 'GET', path: '/api/v1/repositories/{namespace}/{repository}/tag-export', kind: 'file' },
  getTag: { method: 'GET', path: '/api/v1/repositories/{namespace}/{repository}/tags/{tag}', kind: 'json' },
  deleteTag: { method: 'DELETE', path: '/api/v1/repositories/{namespace}/{repository}/tags/{tag}', kind: 'json' },
  listTagHistory: { method: 'GET', path: '/api/v1/repositories/{namespace}/{repository}/tags/{tag}/history', kind: 'json' },
  getManifest: { method: 'GET', path: '/api/v1/repositories/{namespace}/{repository}/manifests/{digest}', kind: 'json' },
  deleteManifest: { method: 'DELETE', path: '/api/v1/repositories/{namespace}/{repository}/manifests/{digest}', kind: 'json' },
  getImageConfig: { method: 'GET', path: '/api/v1/repositories/{namespace}/{repository}/manifests/{digest}/config', kind: 'json' },
  listReferrers: { method: 'GET', path: '/api/v1/repositories/{namespace}/{repository}/manifests/{digest}/referrers', kind: 'json' },
  getActivation: { method: 'GET', path: '/api/v1/repositories/{namespace}/{repository}/activation', kind: 'json' },
  activateAnalysis: { method: 'PUT', path: '/api/v1/repositories/{namespace}/{repository}/activation', kind: 'json' },
  deactivateAnalysis: { method: 'DELETE', path: '/api/v1/repositories/{namespace}/{repository}/activation', kind: 'json' },
  activateMatching: { method: 'POST', path: '/api/v1/namespaces/{namespace}/activations', kind: 'json' },
  deactivateMatching: { method: 'POST', path: '/api/v1/namespaces/{namespace}/deactivations', kind: 'json' },
  setActivationDefault: { method: 'PUT', path: '/api/v1/namespaces/{namespace}/activation-default', kind: 'json' },
  getAnalysis: { method: 'GET', path: '/api/v1/repositories/{namespace}/{repository}/images/{reference}/analysis', kind: 'json' },
  rerunAnalysis: { method: 'POST', path: '/api/v1/repositories/{namespace}/{repository}/images/{reference}/analysis', kind: 'json' },
  cancelAnalysis: { method: 'DELETE', path: '/api/v1/repositories/{namespace}/{repository}/images/{reference}/analysis', kind: 'json' },
  getReport: { method: 'GET', path: '/api/v1/repositories/{namespace}/{repository}/images/{reference}/report', kind: 'json' },
  exportReport: { method: 'GET', path: '/api/v1/repositories/{namespace}/{repository}/images/{reference}/export', kind: 'file' },
  explainFinding: { method: 'GET', path: '/api/v1/repositories/{namespace}/{repository}/images/{reference}/explanations/{id}', kind: 'json' },
  compareImages: { method: 'GET', path: '/api/v1/repositories/{namespace}/{repository}/images/{reference}/comparison', kind: 'json' },
  listAnalysisHistory: { method: 'GET', path: '/api/v1/repositories/{namespace}/{repository}/manifests/{digest}/analyses', kind: 'json' },
  pushSbom: { method: 'PUT', path: '/api/v1/repositories/{namespace}/{repository}/sboms/{name}', kind: 'json' },
  followRepository: { method: 'GET', path: '/api/v1/repositories/{namespace}/{repository}/events', kind: 'events' },
  listPackages: { method: 'GET', path: '/api/v1/repositories/{namespace}/{repository}/images/{reference}/packages', kind: 'json' },
  exportPackages: { method: 'GET', path: '/api/v1/repositories/{namespace}/{repository}/images/{reference}/packages/export', kind: 'file' },
  listFindingGroups: { method: 'GET', path: '/api/v1/repositories/{namespace}/{repository}/images/{reference}/findings', kind: 'json' },
  exportFindings: { method: 'GET', path: '/api/v1/repositories/{namespace}/{repository}/images/{reference}/findings/export', kind: 'file' },
  listFindings: { method: 'GET', path: '/api/v1/repositories/{namespace}/{repository}/images/{reference}/findings/{id}', kind: 'json' },
  listFixSteps: { method: 'GET', path: '/api/v1/repositories/{namespace}/{repository}/images/{reference}/steps', kind: 'json' },
  getLayers: { method: 'GET', path: '/api/v1/repositories/{namespace}/{repository}/images/{reference}/layers', kind: 'json' },
  getFileLedger: { method: 'GET', path: '/api/v1/repositories/{namespace}/{repository}/images/{reference}/files', kind: 'json' },
  getImageFacts: { method: 'GET', path: '/api/v1/repositories/{namespace}/{repository}/images/{reference}/facts', kind: 'json' },
  getHierarchy: { method: 'GET', path: '/api/v1/repositories/{namespace}/{repository}/images/{reference}/hierarchy', kind: 'json' },
  getBaseOptions: { method: 'GET', path: '/api/v1/repositories/{namespace}/{repository}/images/{reference}/bases', kind: 'json' },
  listUpgrades: { method: 'GET', path: '/api/v1/repositories/{namespace}/{repository}/images/{reference}/upgrades', kind: 'json' },
  listVulnerabilities: { method: 'GET', path: '/api/v1/vulnerabilities', kind: 'json' },
  exportVulnerabilities: { method: 'GET', path: '/api/v1/vulnerabilities/export', kind: 'file' },
  getVulnerability: { method: 'GET', path: '/api/v1/vulnerabilities/{id}', kind: 'json' },
  listVulnerabilityImages: { method: 'GET', path: '/api/v1/vulnerabilities/{id}/images', kind: 'json' },
  exportVulnerabilityImages: { method: 'GET', path: '/api/v1/vulnerabilities/{id}/images/export', kind: 'file' },
  listFleetPackages: { method: 'GET', path: '/api/v1/packages', kind: 'json' },
  exportFleetPackages: { method: 'GET', path: '/api/v1/packages/export', kind: 'file' },
  listPackageVersions: { method: 'GET', path: '/api/v1/packages/{type}/{name}/versions', kind: 'json' },
  listPackageImages: { method: 'GET', path: '/api/v1/packages/{type}/{name}/images', kind: 'json' },
  listBases: { method: 'GET', path: '/api/v1/bases', kind: 'json' },
  listChanges: { method: 'GET', path: '/api/v1/account/changes', kind: 'json' },
  search: { method: 'GET', path: '/api/v1/search', kind: 'json' },
  listAuditLog: { method: 'GET', path: '/api/v1/administration/audit', kind: 'json' },
  listNamespaceAuditLog: { method: 'GET', path: '/api/v1/namespaces/{namespace}/audit', kind: 'json' },
  getQueue: { method: 'GET', path: '/api/v1/administration/queue', kind: 'json' },
  listQueueItems: { method: 'GET', path: '/api/v1/administration/queue/items', kind: 'json' },
  exportQueueItems: { method: 'GET', path: '/api/v1/administration/queue/items/export', kind: 'file' },
  retryAnalyses: { method: 'POST', path: '/api/v1/administration/queue/retries', kind: 'json' },
  cancelAnalyses: { method: 'POST', path: '/api/v1/administration/queue/cancellations', kind: 'json' },
  getFeedsStatus: { method: 'GET', path: '/api/v1/administration/feeds/status', kind: 'json' },
  listFeeds: { method: 'GET', path: '/api/v1/administration/feeds', kind: 'json' },
  exportFeeds: { method: 'GET', path: '/api/v1/administration/feeds/export', kind: 'file' },
  updateFeeds: { method: 'POST', path: '/api/v1/administration/feeds/updates', kind: 'json' },
  listSnapshots: { method: 'GET', path: '/api/v1/administration/snapshots', kind: 'json' },
  activateSnapshot: { method: 'POST', path: '/api/v1/administration/snapshots/activations', kind: 'empty' },
  pinSnapshot: { method: 'PUT', path: '/api/v1/administration/snapshots/pin', kind: 'empty' },
  unpinSnapshot: { method: 'DELETE', path: '/api/v1/administration/snapshots/pin', kind: 'empty' },
  listPublicBases: { method: 'GET', path: '/api/v1/administration/public-bases', kind: 'json' },
  importPublicBase: { method: 'POST', path: '/api/v1/administration/public-bases', kind: 'empty' },
  removePublicBase: { method: 'POST', path: '/api/v1/administration/public-bases/removals', kind: 'empty' },
  getStorage: { method: 'GET', path: '/api/v1/administration/storage', kind: 'json' },
  collectGarbage: { method: 'POST', path: '/api/v1/administration/garbage-collections', kind: 'json' },
  listIdentityProviders: { method: 'GET', path: '/api/v1/administration/identity-providers', kind: 'json' },
  putIdentityProvider: { method: 'PUT', path: '/api/v1/administration/identity-providers/{provider}', kind: 'json' },
  deleteIdentityProvider: { method: 'DELETE', path: '/api/v1/administration/identity-providers/{provider}', kind: 'empty' },
  setIdentityGroups: { method: 'PUT', path: '/api/v1/administration/identity-providers/{provider}/groups', kind: 'json' },
  testIdentityProvider: { method: 'POST', path: '/api/v1/administration/identity-providers/{provider}/tests', kind: 'json' },
  getHealth: { method: 'GET', path: '/api/v1/administration/health', kind: 'json' },
};
