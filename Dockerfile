# The server, from its release archive (`npm run release`); nothing is fetched while it is built.
#
#     docker build -t drydock .
#     docker run -p 7070:7070 -v drydock:/data drydock
#
# BASE: any image of Linux with glibc, libstdc++, a shell and util-linux (Debian, Ubuntu, UBI and the like).
ARG BASE=docker.io/library/debian:bookworm-slim
FROM ${BASE}

ARG ARCHIVE=release/drydock-server-linux-x64.tar.gz
ADD ${ARCHIVE} /opt/
COPY docker/healthy.js /opt/

# Group 0 owns the data as the user does: OpenShift runs us as a user that it chooses, in that group.
RUN ln -s /opt/drydock-server-* /opt/drydock \
 && ln -s /opt/drydock/drydock /usr/local/bin/drydock \
 && install -d -o 10001 -g 0 -m 2770 /data

ENV DRYDOCK_DATA=/data \
    DRYDOCK_LISTEN=0.0.0.0:7070 \
    HOME=/data

VOLUME /data
EXPOSE 7070
USER 10001:0

# A push may have minutes to end after SIGTERM: give `docker stop` as much (--time, stop_grace_period).
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
  CMD ["/opt/drydock/lib/node", "/opt/healthy.js"]
ENTRYPOINT ["drydock"]
CMD ["serve"]
