/** Artifacts whose groupId neither their manifests nor their classes tell. */
const GROUPS: readonly (readonly [artifactId: RegExp, groupId: string])[] = [
  [/^tomcat-embed-/, 'org.apache.tomcat.embed'],
  [/^tomcat-/, 'org.apache.tomcat'],
  [/^kotlin-/, 'org.jetbrains.kotlin'],
  [/^kotlinx-/, 'org.jetbrains.kotlinx'],
  [/^okhttp(?:-|$)/, 'com.squareup.okhttp3'],
  [/^okio(?:-|$)/, 'com.squareup.okio'],
  [/^retrofit(?:-|$)/, 'com.squareup.retrofit2'],
  [/^reactor-netty/, 'io.projectreactor.netty'],
  [/^reactor-/, 'io.projectreactor'],
  [/^scala3?-(?:compiler|library|reflect)/, 'org.scala-lang'],
  [/^asm(?:-|$)/, 'org.ow2.asm'],
];

/** Named in Maven 1's time, when the groupId was the artifactId. */
const ITS_OWN =
  /^(?:commons-(?:beanutils|cli|codec|collections|daemon|dbcp|digester|discovery|el|fileupload|httpclient|io|jexl|jxpath|lang|logging|net|pool|validator)|ant|antlr|axis|cglib|dom4j|jdom|junit|log4j|velocity|xalan|xml-apis|xpp3)$/;

/** The groupId under which an artifact of this name is known to be published. */
export function wellKnownGroupOf(artifactId: string): string | undefined {
  if (ITS_OWN.test(artifactId)) return artifactId;
  return GROUPS.find(([pattern]) => pattern.test(artifactId))?.[1];
}
