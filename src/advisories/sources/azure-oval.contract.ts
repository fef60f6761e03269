/** One definition: a vulnerability of a package, and how its versions compare. */
export interface OvalDefinition {
  readonly cve: string;
  readonly name: string;
  /** Below it; or with `operation`, as that says. */
  readonly less: string;
  readonly operation?: string;
  /** A second test: above it. */
  readonly greater?: string;
  readonly patchable?: string;
  readonly severity?: string;
}

/** A document typed by hand after https://github.com/microsoft/AzureLinuxVulnerabilityData. */
export function ovalDocument(definitions: readonly OvalDefinition[]): string {
  const rows = definitions.map((definition, index) => ({ ...definition, at: 100 + index }));
  return `<oval_definitions xmlns="http://oval.mitre.org/XMLSchema/oval-definitions-5"
  xmlns:linux-def="http://oval.mitre.org/XMLSchema/oval-definitions-5#linux">
<generator><oval:timestamp>2026-01-22T13:11:40Z</oval:timestamp></generator>
<definitions>${rows.map(definitionOf).join('')}</definitions>
<tests>${rows.map(({ at, greater }) => testOf(at) + (greater ? testOf(at, 'g') : '')).join('')}</tests>
<objects>${rows.map(({ at, name }) => objectOf(at, name)).join('')}</objects>
<states>${rows.map(statesOf).join('')}</states>
</oval_definitions>`;
}

const PREFIX = 'oval:com.microsoft.azurelinux';

type Row = OvalDefinition & { readonly at: number };

function definitionOf({ at, cve, greater, patchable = 'true', severity = 'High' }: Row): string {
  const criteria = ['', ...(greater ? ['g'] : [])].map(
    (kind) => `<criterion comment="a &lt; b" test_ref="${PREFIX}:tst:${at}${kind}"/>`,
  );
  return `<definition class="vulnerability" id="${PREFIX}:def:${at}" version="1">
<metadata><title>${cve} affecting a package</title>
<affected family="unix"><platform>Azure Linux</platform></affected>
<reference ref_id="${cve}" ref_url="https://nvd.nist.gov/vuln/detail/${cve}" source="CVE"/>
<patchable>${patchable}</patchable><advisory_date>2026-01-20T21:31:32Z</advisory_date>
<advisory_id>${at}-1</advisory_id><severity>${severity}</severity>
<description>About ${cve}.</description></metadata>
<criteria operator="AND">${criteria.join('')}</criteria></definition>`;
}

function testOf(at: number, kind = ''): string {
  return `<linux-def:rpminfo_test check="at least one" id="${PREFIX}:tst:${at}${kind}" version="1">
<linux-def:object object_ref="${PREFIX}:obj:${at}"/>
<linux-def:state state_ref="${PREFIX}:ste:${at}${kind}"/></linux-def:rpminfo_test>`;
}

function objectOf(at: number, name: string): string {
  return `<linux-def:rpminfo_object id="${PREFIX}:obj:${at}" version="1">
<linux-def:name>${name}</linux-def:name></linux-def:rpminfo_object>`;
}

function statesOf({ at, less, operation = 'less than', greater }: Row): string {
  return (
    stateOf(`${at}`, operation, less) + (greater ? stateOf(`${at}g`, 'greater than', greater) : '')
  );
}

function stateOf(id: string, operation: string, evr: string): string {
  return `<linux-def:rpminfo_state id="${PREFIX}:ste:${id}" version="1">
<linux-def:evr datatype="evr_string" operation="${operation}">0:${evr}</linux-def:evr>
</linux-def:rpminfo_state>`;
}
