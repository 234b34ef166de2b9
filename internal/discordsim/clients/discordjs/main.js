// A small bot on discord.js, unmodified, that the simulator's tests talk to.
const { Client, GatewayIntentBits, ActionRowBuilder, ButtonBuilder, ButtonStyle, SlashCommandBuilder } = require("discord.js");

const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api: process.env.SIM_URL } });

const commands = ["hello", "slow", "page", "twice", "many"].map((name) =>
  new SlashCommandBuilder().setName(name).setDescription("A test of " + name).toJSON());

client.once("clientReady", async () => {
  await client.application.commands.set(commands);
});

const answers = {
  async hello(i) {
    await i.reply("hello");
  },
  async slow(i) {
    await i.deferReply();
    await i.editReply("at last");
  },
  async page(i) {
    const row = new ActionRowBuilder().addComponents(new ButtonBuilder().setCustomId("next").setLabel("Next").setStyle(ButtonStyle.Primary));
    await i.reply({ content: "page 1", components: [row] });
  },
  async twice(i) {
    const send = () => i.channel.send({ content: "once", nonce: "n1", enforceNonce: true });
    const first = await send();
    const second = await send();
    await i.reply(first.id === second.id ? "same" : "different");
  },
  async many(i) {
    await i.deferReply();
    await Promise.all([1, 2, 3].map((n) => i.channel.send("many " + n)));
    await i.editReply("sent");
  },
};

client.on("interactionCreate", async (i) => {
  if (i.isChatInputCommand()) await answers[i.commandName](i);
  if (i.isButton()) await i.update({ content: "page 2", components: [] });
});

client.on("error", (err) => console.error("error:", err.message));
process.on("unhandledRejection", (err) => {
  console.error("rejected:", err);
  process.exit(1);
});
client.login(process.env.SIM_TOKEN);
