/**
 * Applications of Erlang/OTP, also of older releases, and of Elixir.
 *
 * https://www.erlang.org/doc/applications.html, https://github.com/elixir-lang/elixir/tree/main/lib
 */
const APPLICATIONS: ReadonlySet<string> = new Set(
  (
    'asn1 common_test compiler cosEvent cosEventDomain cosFileTransfer cosNotification ' +
    'cosProperty cosTime cosTransactions crypto debugger dialyzer diameter edoc eldap ' +
    'erl_docgen erl_interface erts et eunit ftp gs hipe ic inets inviso jinterface kernel ' +
    'megaco mnesia observer odbc orber os_mon ose otp_mibs parsetools percept public_key ' +
    'reltool runtime_tools sasl snmp ssh ssl stdlib syntax_tools test_server tftp tools ' +
    'toolbar typer webtool wx xmerl ' +
    'eex elixir ex_unit iex logger mix'
  ).split(' '),
);

/** Whether an application comes with Erlang or Elixir; Hex lets nobody publish under these names. */
export function isOtpApplication(name: string): boolean {
  return APPLICATIONS.has(name);
}
