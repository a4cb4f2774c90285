/** The JSON schema of `.manifest-lock.yaml`, for editors: its descriptions are what they show. */
import {
  BRANCH_NAME,
  CONFIGURED_SEVERITIES,
  DEFAULT_REPO_SETTINGS,
  KOJI_TAG,
  KOJI_TAG_KINDS,
  SERVICE_OFF,
  SERVICE_URL,
  SERVICES,
} from '../config-repo/repo-settings';
import { RULES } from './registry';

/** The part of JSON schema (draft-07) that is used. */
export interface JsonSchema {
  readonly $schema?: string;
  readonly $id?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  /** VS Code's and yaml-language-server's: one text a value of `enum`. */
  readonly enumDescriptions?: readonly string[];
  readonly default?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly minItems?: number;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
}

const SEVERITY_TEXTS: Readonly<Record<(typeof CONFIGURED_SEVERITIES)[number], string>> = {
  off: 'The rule is not run.',
  error: 'A file that some reader refuses or misreads. `check` fails on it.',
  warning: 'Most likely a mistake.',
  info: 'Worth knowing.',
  hint: 'Shown in the editor without being listed as a problem.',
};

const SERVICE_TEXTS: Readonly<Record<(typeof SERVICES)[number], string>> = {
  koji: "Koji's hub. Where not said, Fedora's: `https://koji.fedoraproject.org/kojihub`.",
  bodhi: "Bodhi. Where not said, Fedora's: `https://bodhi.fedoraproject.org`.",
  builds:
    "Where the streams' builds are published. Where not said, Fedora CoreOS's: `https://builds.coreos.fedoraproject.org`.",
};

const TAG_TEXTS: Readonly<Record<(typeof KOJI_TAG_KINDS)[number], string>> = {
  pool: 'The tag that the pool (`lockfile-repos`) is made of: what it has stays available.',
  signing: 'The tag in which a build waits for its signature on its way into the pool.',
};

export function repoSettingsSchema(): JsonSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Manifest Lock settings of a config repository',
    description:
      'What a config repository says for itself in `.manifest-lock.yaml`, for the editor and the command line alike. Every key is optional; without the file everything is as for Fedora CoreOS.',
    type: ['object', 'null'],
    additionalProperties: false,
    properties: {
      rules: rules(),
      streams: streams(),
      repositories: repositories(),
      services: services(),
      'koji-tags': kojiTags(),
      ignore: ignore(),
    },
  };
}

function rules(): JsonSchema {
  const severity = ({ code, severity, description }: (typeof RULES)[number]): [string, JsonSchema] => [
    code,
    {
      description: `${description} Where not said: \`${severity}\`.`,
      enum: CONFIGURED_SEVERITIES,
      enumDescriptions: CONFIGURED_SEVERITIES.map(name => SEVERITY_TEXTS[name]),
      default: severity,
    },
  ];
  return {
    title: 'Severity of rules',
    description:
      "Severity of each rule by its code: `error`, `warning`, `info`, `hint`, or `'off'` (in quotes, as `off` is a boolean for many readers of YAML). A rule that is not named has its own.",
    type: ['object', 'null'],
    additionalProperties: false,
    properties: Object.fromEntries(RULES.map(severity)),
  };
}

function streams(): JsonSchema {
  const names: JsonSchema = { type: 'string' };
  return {
    title: 'Release streams',
    description: `Release streams by name, as \`STREAM\` in build-args.conf or \`variables.stream\` in the manifest says it. Fedora CoreOS's are known (${[...DEFAULT_REPO_SETTINGS.streams.keys()].join(', ')}); a stream of one of these names replaces what is known of it key by key.`,
    type: ['object', 'null'],
    additionalProperties: {
      title: 'Release stream',
      description: 'A release stream: its branch, and how it stands to other streams.',
      type: ['object', 'null'],
      additionalProperties: false,
      properties: {
        branch: {
          title: 'Branch',
          description: "Short name of the stream's branch. Where not said, the name of the stream.",
          type: 'string',
          pattern: BRANCH_NAME.source,
        },
        'not-behind': {
          title: 'Streams not to fall behind',
          description:
            'Streams that must not have newer packages than this one: who moves from one of them to this one would get a downgrade. The rule `stream-downgrade` compares them.',
          type: 'array',
          items: names,
        },
        'promotes-to': {
          title: 'Streams promoted to',
          description:
            "Streams that take this one's tree. Of several that promote to one stream, the one in use counts.",
          type: 'array',
          items: names,
        },
      },
    },
  };
}

function repositories(): JsonSchema {
  return {
    title: 'Further repositories',
    description:
      "Ids of repositories to look for packages in beyond the manifest's, such as one of candidate builds. A `.repo` file in the top folder must define them.",
    type: ['array', 'null'],
    items: { type: 'string' },
  };
}

function services(): JsonSchema {
  const properties = SERVICES.map((name): [string, JsonSchema] => [
    name,
    { description: SERVICE_TEXTS[name], type: 'string', pattern: `^${SERVICE_OFF}$|${SERVICE_URL.source}` },
  ]);
  return {
    title: 'Services',
    description:
      "Addresses of services, where they are not Fedora's: https, or http on this machine. A service that is `off` is not asked, and rules that need it are silent.",
    type: ['object', 'null'],
    additionalProperties: false,
    properties: Object.fromEntries(properties),
  };
}

function kojiTags(): JsonSchema {
  const tags = DEFAULT_REPO_SETTINGS.kojiTags;
  const properties = KOJI_TAG_KINDS.map((kind): [string, JsonSchema] => [
    kind,
    {
      description: `${TAG_TEXTS[kind]} Where not said: \`${tags[kind]}\`.`,
      type: 'string',
      default: tags[kind],
      pattern: KOJI_TAG.source,
    },
  ]);
  return {
    title: 'Koji tags',
    description:
      "Tags of the config repository's own Koji. `{releasever}` in them stands for the release version. The rule `not-tagged` looks at them.",
    type: ['object', 'null'],
    additionalProperties: false,
    properties: Object.fromEntries(properties),
  };
}

function ignore(): JsonSchema {
  return {
    title: 'Findings to ignore',
    description: 'Findings that are not to be told, each with the reason why.',
    type: ['array', 'null'],
    items: {
      title: 'Findings to ignore',
      description: 'Findings of one rule, about some packages in some files.',
      type: 'object',
      required: ['rule', 'reason'],
      additionalProperties: false,
      properties: {
        rule: {
          title: 'Rule',
          description: 'Code of the rule.',
          enum: RULES.map(({ code }) => code),
          enumDescriptions: RULES.map(({ description }) => description),
        },
        packages: {
          title: 'Packages',
          description:
            'Names of packages; `*` and `?` stand for any letters and any one letter. A pattern that begins with `*` is written in quotes. Where not said: all.',
          type: 'array',
          minItems: 1,
          items: { type: 'string', minLength: 1 },
        },
        files: {
          title: 'Files',
          description:
            'Paths of lockfiles from the top folder; `*` and `?` stand for any letters and any one letter. A pattern that begins with `*` is written in quotes. Where not said: all.',
          type: 'array',
          minItems: 1,
          items: { type: 'string', minLength: 1 },
        },
        reason: {
          title: 'Reason',
          description: 'Why, for whoever reads this later. Without it the item does not count.',
          type: 'string',
          pattern: '\\S',
        },
      },
    },
  };
}
